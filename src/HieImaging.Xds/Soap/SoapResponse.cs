using System.Xml.Linq;

namespace HieImaging.Xds.Soap;

/// <summary>What came back: a body with its parts, or a fault.</summary>
public sealed record SoapResponse
{
    public required int Status { get; init; }

    /// <summary>Null where it is a fault.</summary>
    public XElement? Body { get; init; }

    public SoapFault? Fault { get; init; }

    public IReadOnlyDictionary<string, SoapAttachment> Attachments { get; init; } = new Dictionary<string, SoapAttachment>();
}
