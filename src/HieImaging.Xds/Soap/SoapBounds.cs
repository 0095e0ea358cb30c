using System.ComponentModel.DataAnnotations;
using HieImaging.Wire.Multipart;
using HieImaging.Wire.Xml;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Xds.Soap;

/// <summary>How much of a SOAP message is read (<c>Soap:…</c>); all counted while it streams.</summary>
public sealed record SoapBounds
{
    public static readonly SoapBounds Default = new();

    [Range(64 * 1024, 256 * 1024 * 1024)] public int EnvelopeBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>Elements and texts of an envelope; forty documents' metadata have about 20,000.</summary>
    [Range(1_000, 10_000_000)] public int EnvelopeNodes { get; init; } = 100_000;

    /// <summary>Levels of elements.</summary>
    [Range(16, 256)] public int EnvelopeDepth { get; init; } = 64;

    /// <summary>Attributes of one element, namespace declarations among them.</summary>
    [Range(16, 1_024)] public int Attributes { get; init; } = 64;

    [Range(64 * 1024, 1024 * 1024 * 1024)] public int PartBytes { get; init; } = 8 * 1024 * 1024;

    [Range(2, 10_000)] public int Parts { get; init; } = 64;

    /// <summary>Bytes of one part's headers.</summary>
    [Range(1_024, 64 * 1024)] public int PartHeaderBytes { get; init; } = 16 * 1024;

    /// <summary>Bytes of the whole message: parts are held in memory until they are answered.</summary>
    [Range(64 * 1024, long.MaxValue)] public long TotalBytes { get; init; } = 64 * 1024 * 1024;

    internal XmlBounds Xml => XmlBounds.Default with
    {
        Bytes = EnvelopeBytes, Nodes = EnvelopeNodes, Depth = EnvelopeDepth, Attributes = Attributes,
    };

    internal MultipartBounds Package => new()
    {
        Parts = Parts, HeaderBytes = PartHeaderBytes, PartBytes = Math.Max(PartBytes, EnvelopeBytes), TotalBytes = TotalBytes,
        BufferBytes = 64 * 1024,
    };

    public static void Register(IServiceCollection services) =>
        services.AddOptions<SoapBounds>().BindConfiguration("Soap").ValidateDataAnnotations().ValidateOnStart();
}
