namespace HieImaging.Xds.Metadata;

/// <summary>What one SubmitObjectsRequest says.</summary>
public sealed record Submission
{
    public required SubmissionSet Set { get; init; }

    public IReadOnlyList<DocumentEntry> Entries { get; init; } = [];

    public IReadOnlyList<Folder> Folders { get; init; } = [];

    public IReadOnlyList<Association> Associations { get; init; } = [];
}
