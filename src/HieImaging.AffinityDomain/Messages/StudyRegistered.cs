namespace HieImaging.AffinityDomain.Messages;

/// <summary>A custodian's study is now findable. Sent on every first registration and every change.</summary>
public sealed record StudyRegistered
{
    /// <summary>Logical id of the ImagingStudy; the consumer reads the present state under it.</summary>
    public required string Id { get; init; }

    public required string StudyInstanceUid { get; init; }

    /// <summary>The participant that holds the images.</summary>
    public required string Custodian { get; init; }

    /// <summary><c>s-…</c>: the source identity whose study it is.</summary>
    public required string Subject { get; init; }

    public required IReadOnlyList<string> RetrieveLocationUids { get; init; }

    /// <summary>Counts registry content, from 1.</summary>
    public required int Version { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }
}
