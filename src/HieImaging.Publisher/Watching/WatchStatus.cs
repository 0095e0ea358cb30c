namespace HieImaging.Publisher.Watching;

/// <summary>How it stands, for metrics and health; replaced as a whole.</summary>
internal sealed record WatchStatus
{
    /// <summary>Studies that the archive listed last.</summary>
    public int Listed { get; init; }

    /// <summary>Documents that the exchange has.</summary>
    public int Published { get; init; }

    /// <summary>Seen to be new or changed, and held until they are quiet, or not yet sent.</summary>
    public int Waiting { get; init; }

    /// <summary>Refused by the exchange or unreadable; tried again, less and less often.</summary>
    public int Failing { get; init; }

    /// <summary>Sent, and not yet answered.</summary>
    public int Pending { get; init; }

    /// <summary>Not listed, and not yet proved gone.</summary>
    public int Missing { get; init; }

    /// <summary>Gone, and not withdrawn because so many are.</summary>
    public int Stopped { get; init; }

    /// <summary>When the oldest of the waiting was first seen.</summary>
    public DateTimeOffset? OldestChange { get; init; }

    /// <summary>When the longest unread list of instances was read.</summary>
    public DateTimeOffset? OldestReading { get; init; }

    /// <summary>The end of the last round that went well.</summary>
    public DateTimeOffset? LastRound { get; init; }

    /// <summary>The last attempt to speak with it failed.</summary>
    public bool ArchiveLost { get; init; }

    /// <summary>The last attempt to speak with it failed.</summary>
    public bool NodeLost { get; init; }
}
