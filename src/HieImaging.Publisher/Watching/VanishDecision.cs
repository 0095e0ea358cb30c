namespace HieImaging.Publisher.Watching;

/// <summary>Whether studies that an archive does not show any more are withdrawn at all. Pure.</summary>
internal abstract record VanishDecision
{
    private VanishDecision()
    {
    }

    /// <summary>The archive is asked for each.</summary>
    internal sealed record Ask : VanishDecision;

    /// <summary>So much does not vanish by itself: none is withdrawn until somebody has looked.</summary>
    internal sealed record Stopped(string Reason) : VanishDecision;

    /// <param name="gone">Studies that are gone.</param>
    /// <param name="listed">Studies that the archive lists.</param>
    public static VanishDecision On(int gone, int listed, WatchOptions options) =>
        options.VanishWithoutLimit ? new Ask()
        : listed == 0 ? new Stopped("the archive lists no study at all")
        : gone > options.VanishAtMost ? new Stopped("more studies are gone at once than --vanish-at-most allows")
        : new Ask();
}
