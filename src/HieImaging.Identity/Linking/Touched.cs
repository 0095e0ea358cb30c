namespace HieImaging.Identity.Linking;

/// <summary>What a piece of work in a <see cref="LinkedTransaction"/> touched.</summary>
/// <param name="Sources">Source identities whose word, state, merges or assertions changed; empty: nothing to link.</param>
/// <param name="Result">What the work has to say.</param>
internal sealed record Touched<T>(IReadOnlyList<string> Sources, T Result)
{
    /// <summary>By which message, for whoever asks why a link is; else the first of the sources.</summary>
    public string? Cause { get; init; }

    /// <summary>Who did it, where it was a human or a participant.</summary>
    public string? Actor { get; init; }
}
