using HieImaging.Publisher.Keeping;
using HieImaging.Publisher.Reading;

namespace HieImaging.Publisher.Watching;

/// <summary>
/// A study that is to be read: it is new, the list says something else of it, or the last reading did not end well. Pure.
/// </summary>
/// <param name="Look">What the list says of it.</param>
/// <param name="Since">Since when the list says so.</param>
/// <param name="First">Since when it is not as it was published.</param>
internal sealed record StudyAttention(string Look, DateTimeOffset Since, DateTimeOffset First)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    /// <summary>Not to be read again before.</summary>
    public DateTimeOffset NotBefore { get; init; }

    /// <summary>How often it was read, or refused, in vain.</summary>
    public int Failures { get; init; }

    /// <summary>A set of instances that the archive named once and that its own count speaks against.</summary>
    public string? Doubted { get; init; }

    /// <summary>It needs work although the list says what it said when it was published.</summary>
    public bool Unfinished { get; init; }

    /// <summary>What a look at the list makes of a study; null: it is as it was published.</summary>
    public static StudyAttention? On(ListedStudy listed, WatchedStudy? known, StudyAttention? before, DateTimeOffset now) => before switch
    {
        not { Unfinished: true } when known?.Look == listed.Look => null,
        null => new StudyAttention(listed.Look, now, now),
        _ when before.Look != listed.Look =>
            before with { Look = listed.Look, Since = now, NotBefore = default, Failures = 0, Doubted = null },
        _ => before,
    };

    /// <summary>From when on it may be read: it has been quiet long enough, or kept waiting long enough.</summary>
    public DateTimeOffset ReadyAt(WatchOptions options)
    {
        var quiet = Failures > 0 ? NotBefore : Since + options.QuietFor;
        var patience = First + options.HoldAtMost;
        return Later(quiet < patience ? quiet : patience, NotBefore);
    }

    /// <summary>Refused, or unreadable: later, and less often each time.</summary>
    /// <param name="jitter">From 0 to 1.</param>
    public StudyAttention Failed(DateTimeOffset now, double jitter)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(Failures, 10));
        return this with
        {
            Unfinished = true,
            Failures = Failures + 1,
            NotBefore = now + ((pause < LongestPause ? pause : LongestPause) * (0.75 + (jitter / 2))),
        };
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
