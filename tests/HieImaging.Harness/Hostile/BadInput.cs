namespace HieImaging.Harness.Hostile;

/// <summary>One line of a manifest of bad inputs: what is sent through which channel, and what the answer must be.</summary>
public sealed record BadInput
{
    public required string Id { get; init; }

    /// <summary>Path in the folder; <c>file#key</c>: an entry of that file, or a stream of <c>streams.py</c>. Empty where the channel makes it.</summary>
    public string File { get; init; } = "";

    public required string Channel { get; init; }
    public string ContentType { get; init; } = "";

    /// <summary>Method and target with placeholders; empty where the file says it.</summary>
    public string Request { get; init; } = "";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Says that the file is only packed to stay small.</summary>
    public string Stored { get; init; } = "";

    public required string Expected { get; init; }
    public string MustNot { get; init; } = "";
    public string Class { get; init; } = "";
    public string How { get; init; } = "";
    public string Needs { get; init; } = "";

    /// <summary>A good input: it must be accepted.</summary>
    public bool Control { get; init; }
}
