using System.Xml.Linq;

namespace HieImaging.Xds.Soap;

/// <summary>A message as a handler gets it: the body's one element, and the parts that came with it.</summary>
public sealed record SoapRequest
{
    public required string Action { get; init; }

    /// <summary>wsa:MessageID; the answer relates to it.</summary>
    public string? MessageId { get; init; }

    /// <summary>The one element inside env:Body.</summary>
    public required XElement Body { get; init; }

    /// <summary>Whether it came as MTOM; then so goes the answer.</summary>
    public bool Mtom { get; init; }

    /// <summary>The parts by Content-ID, the root not among them.</summary>
    public IReadOnlyDictionary<string, SoapAttachment> Attachments { get; init; } = new Dictionary<string, SoapAttachment>();

    /// <summary>
    /// The bytes of an element of type xs:base64Binary: of the part that its
    /// xop:Include names, or written out inside; null where it has neither.
    /// </summary>
    public ReadOnlyMemory<byte>? Content(XElement holder) => SoapContent.Of(holder, Attachments);
}
