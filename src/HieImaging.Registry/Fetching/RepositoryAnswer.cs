namespace HieImaging.Registry.Fetching;

/// <summary>What a hospital's repository answered.</summary>
internal abstract record RepositoryAnswer
{
    private RepositoryAnswer()
    {
    }

    internal sealed record Found(ReadOnlyMemory<byte> Content) : RepositoryAnswer;

    /// <summary>Not now: it may be there later.</summary>
    /// <param name="Reason">A code of ours or of TF-3 table 4.2.4.1-2, never a text of the repository's.</param>
    internal sealed record Unavailable(string Reason) : RepositoryAnswer;

    /// <summary>It was not asked, and so nothing failed: others are being asked, or it is left alone.</summary>
    /// <param name="Reason">A code of ours.</param>
    /// <param name="After">When to come again.</param>
    internal sealed record NotAsked(string Reason, TimeSpan After) : RepositoryAnswer;

    /// <summary>It answered with what can never be the document.</summary>
    internal sealed record Wrong(string Reason) : RepositoryAnswer;
}
