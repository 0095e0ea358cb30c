namespace HieImaging.RecordLocator.Persons;

/// <summary>Source identities that are one person: computed from them, never edited. One writer: Identity (Linking).</summary>
public sealed record Person
{
    /// <summary><c>p-…</c>: the lowest of the ids that its sources were born with.</summary>
    public required string Id { get; init; }

    /// <summary>Counts changes of the row; what is told is <see cref="ContentVersion"/>.</summary>
    public required int Version { get; init; }

    /// <summary>A number of 31 bits made of what is said: <c>meta.versionId</c>. The same content has the same.</summary>
    public required int ContentVersion { get; init; }

    /// <summary>When the last of its sources said something: <c>meta.lastUpdated</c>.</summary>
    public required DateTimeOffset ContentAt { get; init; }


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
