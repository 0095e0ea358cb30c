using System.ComponentModel.DataAnnotations;

namespace HieImaging.Broker.Retrieving;

/// <summary>How much of archives' metadata is held in memory (<c>Broker:Metadata:…</c>), in one process.</summary>
internal sealed record MetadataOptions : IValidatableObject
{
    public const string Section = "Broker:Metadata";

    /// <summary>What reading costs for each byte of an instance that is coming: itself, the copy that is parsed, and its marks (12 bytes a token).</summary>
    public const int CostOfReading = 5;

    /// <summary>Gathered before the answer begins, so that its status tells how it ended; what is more begins, and ends whole or breaks.</summary>
    [Range(64 * 1024, 1 << 30)] public int GatheredBytes { get; init; } = 16 << 20;

    /// <summary>Of one instance as the archive writes it: some ten thousand frames with what is said of each.</summary>
    [Range(64 * 1024, 1 << 30)] public int InstanceBytes { get; init; } = 24 << 20;

    /// <summary>Of one answer of an archive, whatever is in it: 200,000 references, the most that a study may have, of 10 KiB each.</summary>
    [Range(64 * 1024, long.MaxValue)] public long AnswerBytes { get; init; } = 2L << 30;

    /// <summary>Held by all requests together.</summary>
    [Range(1 << 20, long.MaxValue)] public long AllBytes { get; init; } = 256L << 20;

    /// <summary>The part of it that one client may have.</summary>
    [Range(0.01, 1)] public double OfOneClient { get; init; } = 0.75;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (((long)CostOfReading * InstanceBytes) + GatheredBytes > AllBytes * OfOneClient)
            yield return new ValidationResult(
                $"{Section}: a client's part of AllBytes has room for {CostOfReading} times InstanceBytes and GatheredBytes.");
    }
}
