using HieImaging.Wire.Xml;

namespace HieImaging.Xds.Soap;

/// <summary>How much of a SOAP message is read; all counted while it streams.</summary>
public sealed record SoapBounds
{
    public static readonly SoapBounds Default = new();

    public int EnvelopeBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>Elements and texts of an envelope; forty documents' metadata have about 20,000.</summary>
    public int EnvelopeNodes { get; init; } = 100_000;

    public int PartBytes { get; init; } = 8 * 1024 * 1024;

    public int Parts { get; init; } = 64;

    /// <summary>Bytes of the whole message: parts are held in memory until they are answered.</summary>
    public long TotalBytes { get; init; } = 64 * 1024 * 1024;

    public XmlBounds Xml => XmlBounds.Default with { Bytes = EnvelopeBytes, Nodes = EnvelopeNodes };
}
