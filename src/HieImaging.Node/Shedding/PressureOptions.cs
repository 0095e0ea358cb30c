using System.ComponentModel.DataAnnotations;

namespace HieImaging.Node.Shedding;

/// <summary>When nothing more is written for a while (<c>BackPressure:…</c>).</summary>
internal sealed record PressureOptions
{
    public const string Section = "BackPressure";

    /// <summary>Messages not yet consumed by everyone listed.</summary>
    [Range(1, 100_000_000)] public int OutboxRows { get; init; } = 50_000;

    /// <summary>Of <see cref="OutboxRows"/>: writes go on below it, so that they do not flicker at the bound.</summary>
    [Range(0.01, 1)] public double ResumeAt { get; init; } = 0.8;

    /// <summary>A folder on the disk that PostgreSQL writes to, where that is this machine's; null: what PostgreSQL says alone.</summary>
    public string? DiskFolder { get; init; }

    /// <summary>Bytes free there.</summary>
    [Range(0, long.MaxValue)] public long LeastDisk { get; init; } = 2L << 30;

    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(1);
}
