namespace HieImaging.Manifests.KeyObjects;

/// <summary>How much of a key object is read; all counted while it is read.</summary>
public sealed record ManifestBounds
{
    public static readonly ManifestBounds Default = new();

    /// <summary>Bytes of a key object, and of what was deflated in it.</summary>
    public int Bytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Sequences within sequences.</summary>
    public int Depth { get; init; } = 32;

    /// <summary>References of one key object, duplicates counted.</summary>
    public int References { get; init; } = 50_000;

    /// <summary>Studies of one key object: real ones name one or two. Each is folded, stored and locked by itself.</summary>
    public int Studies { get; init; } = 64;
}
