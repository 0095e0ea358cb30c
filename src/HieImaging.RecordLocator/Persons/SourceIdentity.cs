namespace HieImaging.RecordLocator.Persons;

/// <summary>A patient as one source knows him: one assigning authority, one number, what that source said.
/// One writer: Identity (Feeding).</summary>
public sealed record SourceIdentity
{
    /// <summary><c>s-…</c> (<see cref="Keys.ResourceIds.Source"/>).</summary>
    public required string Id { get; init; }

    public required int Version { get; init; }
    public required DateTimeOffset LastUpdated { get; init; }
    public bool Deleted { get; init; }

    /// <summary>OID of the assigning authority.</summary>
    public required string Authority { get; init; }

    public required string Value { get; init; }

    /// <summary>A feed outranks a manifest: once fed, what manifests say changes nothing here.</summary>
    public required IdentityOrigin Origin { get; init; }

    /// <summary>The participant that said it.</summary>
    public required string Feeder { get; init; }

    public bool Active { get; init; } = true;

    public SourceState State { get; init; }

    /// <summary>Of a subsumed one: the live source that it resolves to, in one step however long the chain of merges.</summary>
    public string? SurvivorId { get; init; }

    /// <summary>When its source said what stands here (EVN-2, MSH-7, meta.lastUpdated); null: it did not say.</summary>
    public DateTimeOffset? SaidAt { get; init; }

    /// <summary>All identifiers that it carries, its own among them, as (system, value).</summary>
    public required IReadOnlyList<CarriedIdentifier> Identifiers { get; init; }

    /// <summary>Names folded for comparison: upper case, no marks.</summary>
    public required IReadOnlyList<string> Family { get; init; }

    public required IReadOnlyList<string> Given { get; init; }

    /// <summary>The words that it is searched by, as Identity writes them.</summary>
    public IReadOnlyList<string> Terms { get; init; } = [];

    /// <summary>FHIR date, may be partial.</summary>
    public string? BirthDate { get; init; }

    /// <summary>FHIR administrative gender.</summary>
    public string? Gender { get; init; }

    /// <summary>The FHIR Patient as it is answered, id <c>s-…</c>; canonical JSON.</summary>
    public required byte[] Patient { get; init; }
}

/// <summary>Who said it: a feed (ITI-8, ITI-30, ITI-104) or a manifest.</summary>
public enum IdentityOrigin
{
    Manifest,
    Feed,
}
