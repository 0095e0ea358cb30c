namespace HieImaging.RecordLocator.Persons;

/// <summary>Source identities that are one person: computed from them, never edited. One writer: Identity (Linking).</summary>
public sealed record Person
{
    /// <summary><c>p-…</c>: the lowest of the ids that its sources were born with.</summary>
    public required string Id { get; init; }

    public required int Version { get; init; }
    public required DateTimeOffset LastUpdated { get; init; }

    /// <summary>Joined into another person: no source is left under this id.</summary>
    public bool Deleted { get; init; }

    /// <summary><c>s-…</c>, in order.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    public required IReadOnlyList<string> Family { get; init; }
    public required IReadOnlyList<string> Given { get; init; }
    public string? BirthDate { get; init; }
    public string? Gender { get; init; }

    /// <summary>The FHIR Patient as it is answered, id <c>p-…</c>; canonical JSON.</summary>
    public required byte[] Patient { get; init; }
}
