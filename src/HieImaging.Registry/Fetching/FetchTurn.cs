namespace HieImaging.Registry.Fetching;

/// <summary>Whether a repository is asked for one more document now, of those that stand before it. Pure.</summary>
internal abstract record FetchTurn
{
    /// <summary>It was asked too often in vain, and is left alone.</summary>
    public const string Paused = "paused";

    /// <summary>As many documents as may are being fetched there.</summary>
    public const string NoPlace = "no-place";

    /// <summary>For a place at a repository that answers; and how lately one must have answered that does.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LeastApart = TimeSpan.FromMilliseconds(50), MostApart = TimeSpan.FromSeconds(5);

    private FetchTurn()
    {
    }

    internal sealed record Ask : FetchTurn;

    /// <summary>For a place, which will soon be free.</summary>
    internal sealed record Wait : FetchTurn;

    /// <param name="Reason">A code of ours.</param>
    /// <param name="After">The soonest.</param>
    /// <param name="Apart">From those that were sent away before it: they don't all come back at once.</param>
    internal sealed record Later(string Reason, TimeSpan After, TimeSpan Apart) : FetchTurn;

    /// <summary>
    /// A repository has <see cref="FetchOptions.Places"/>, and as many may wait there as long as it answers. One that is paused is tried by one
    /// document alone; the others stay away as long again as it has been failing, so that a long outage costs each of them a few messages.
    /// </summary>
    public static FetchTurn On(RepositoryState state, FetchOptions options) => state switch
    {
        { Rest: { } rest } when rest > TimeSpan.Zero || state.Asking > 0 => new Later(
            Paused, Shorter(options.LongestRetry, Longer(rest > TimeSpan.Zero ? rest : options.Pause, state.FailingFor)), LeastApart),
        { Rest: not null } => new Ask(),
        { Waiting: 0 } when state.Asking < options.Places => new Ask(),
        _ when state.Waiting < options.Places && state.SinceAnswer < Patience => new Wait(),
        _ => new Later(NoPlace, options.RetryAfter, Longer(LeastApart, Shorter(MostApart, state.LastTook / options.Places))),
    };

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
