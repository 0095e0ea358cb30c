namespace HieImaging.Identity.Linking;

/// <summary>What a piece of work in a <see cref="LinkedTransaction"/> touched.</summary>
/// <param name="Sources">Source identities whose word, state, merges or assertions changed; empty: nothing to link.</param>
/// <param name="Result">What the work has to say.</param>
internal sealed record Touched<T>(IReadOnlyList<string> Sources, T Result);
