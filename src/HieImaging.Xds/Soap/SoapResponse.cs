using System.Xml.Linq;

namespace HieImaging.Xds.Soap;

/// <summary>What came back: a body with its parts, or a fault.</summary>
public sealed record SoapResponse
{
    public required int Status { get; init; }

    /// <summary>Null where it is a fault.</summary>
    public XElement? Body { get; init; }

    public SoapFault? Fault { get; init; }

    /// <summary>wsa:RelatesTo: the MessageID of the request that it answers.</summary>
    public string? RelatesTo { get; init; }

    /// <summary>wsa:Action of the answer.</summary>
    public string? Action { get; init; }

    public IReadOnlyDictionary<string, SoapAttachment> Attachments { get; init; } = new Dictionary<string, SoapAttachment>();

    /// <summary>The bytes of an element of type xs:base64Binary; null where there are none.</summary>
    public ReadOnlyMemory<byte>? Content(XElement holder) => SoapContent.Of(holder, Attachments);
}
