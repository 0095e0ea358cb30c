using System.Xml.Linq;

namespace HieImaging.Xds.Soap;

/// <summary>What a handler answers: a body with parts, or a fault.</summary>
public sealed record SoapAnswer
{
    private SoapAnswer()
    {
    }

    public XElement? Body { get; private init; }

    public IReadOnlyList<SoapPart> Parts { get; private init; } = [];

    /// <summary>MTOM even to a plain request.</summary>
    public bool Mtom { get; private init; }

    public SoapFault? Fault { get; private init; }

    /// <summary>In the form of the request.</summary>
    public static SoapAnswer Of(XElement body) => new() { Body = body };

    /// <summary>Always MTOM.</summary>
    public static SoapAnswer OfParts(XElement body, IReadOnlyList<SoapPart> parts) => new() { Body = body, Parts = parts, Mtom = true };

    public static SoapAnswer Of(SoapFault fault) => new() { Fault = fault };
}
