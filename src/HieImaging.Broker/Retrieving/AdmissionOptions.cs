namespace HieImaging.Broker.Retrieving;

/// <summary>How long an admission to a study's instances stands (<c>Broker:Admission:…</c>).</summary>
internal sealed record AdmissionOptions
{
    public const string Section = "Broker:Admission";

    /// <summary>What denies takes effect within 5 s everywhere (trust reference: consent), so no more than that.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Zero: each request is admitted and told by itself.</summary>
    public TimeSpan KeptFor { get; init; } = Longest;

    /// <summary>Studies that are open to callers at once; of more, each request is admitted by itself.</summary>
    public int Most { get; init; } = 10_000;
}
