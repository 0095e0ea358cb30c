namespace HieImaging.Identity.Keeping;

/// <summary>When something was said: as its source dates it, unless that clock is ahead of ours by more than it may be
/// (trust.md 5).</summary>
internal static class SaidTime
{
    /// <summary>How far a source's clock may be ahead.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    // what PostgreSQL keeps
    private static readonly TimeSpan Least = TimeSpan.FromMicroseconds(1);

    /// <param name="said">As the source dates it; null where the door's messages have no time.</param>
    /// <param name="now">When it is received.</param>
    /// <param name="last">What was said last under that number; a word without a time comes after it.</param>
    public static DateTimeOffset Of(DateTimeOffset? said, DateTimeOffset now, DateTimeOffset? last)
    {
        if (said is { } at)
            return at > now + Skew ? now : at.AddTicks(-(at.Ticks % Least.Ticks)).ToUniversalTime();
        return last is { } before && before >= now ? before + Least : now;
    }
}
