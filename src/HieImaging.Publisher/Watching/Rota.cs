using HieImaging.Publisher.Keeping;

namespace HieImaging.Publisher.Watching;

/// <summary>
/// Whose list of instances is read again: half of the time allowed passes in peace, the other half is shared out among the rounds, the
/// longest unread first. So none is older than the whole, though all were read in one hour; and no round reads many. Pure.
/// </summary>
internal static class Rota
{
    /// <param name="elapsed">Since the round before.</param>
    public static IReadOnlyList<WatchedStudy> Due(
        IReadOnlyCollection<WatchedStudy> studies, DateTimeOffset now, TimeSpan elapsed, TimeSpan within)
    {
        var half = within / 2;
        var share = (int)Math.Min(studies.Count, Math.Ceiling(studies.Count * (elapsed / half)));
        return [.. studies.Where(study => now - study.ReadAt >= half).OrderBy(study => study.ReadAt).Take(Math.Max(1, share))];
    }
}
