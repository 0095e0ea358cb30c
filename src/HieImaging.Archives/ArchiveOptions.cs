using System.ComponentModel.DataAnnotations;
using HieImaging.Wire.Connecting;

namespace HieImaging.Archives;

/// <summary>How patient the broker is with an archive. Time without progress counts, never the whole:
/// a large study may take long.</summary>
public sealed record ArchiveOptions
{
    public const string Section = "Broker:Archives";

    /// <summary>To a TCP (and TLS) connection.</summary>
    public TimeSpan ConnectWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From the request to the answer's headers.</summary>
    public TimeSpan FirstByteWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two reads of an answer.</summary>
    public TimeSpan IdleAtMost { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>An answer that comes more slowly, while it is waited for as long as <see cref="IdleAtMost"/>, is broken off.</summary>
    [Range(0, 1_000_000)]
    public int BytesPerSecondAtLeast { get; init; } = 240;

    /// <summary>Connections to one archive at a time.</summary>
    [Range(1, 1024)]
    public int Connections { get; init; } = 64;

    /// <summary>To archives at <c>https://…</c>.</summary>
    public ClientTlsOptions Tls { get; init; } = new();

    /// <summary>So many questions in a row, or of the last three more than that, failed: the archive is left alone for a while.</summary>
    [Range(1, 100)]
    public int FailuresBeforePause { get; init; } = 5;

    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often each archive is asked whether it answers.</summary>
    public TimeSpan ProbeEvery { get; init; } = TimeSpan.FromMinutes(1);
}
