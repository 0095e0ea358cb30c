namespace HieImaging.AffinityDomain.Participants;

/// <summary>An assigning authority of the domain: who feeds it, who uses it, and for whose bare numbers it is meant.</summary>
public sealed record DomainAuthority
{
    public required string Oid { get; init; }

    /// <summary>The HL7 v2 namespace that means it (CX.4.1).</summary>
    public string? Namespace { get; init; }

    /// <summary>The one participant that feeds it.</summary>
    public string? Feeder { get; init; }

    public IReadOnlyList<string> UsedBy { get; init; } = [];

    /// <summary>Participants whose key objects without an issuer are of this authority.</summary>
    public IReadOnlyList<string> DefaultFor { get; init; } = [];
}
