namespace HieImaging.DocumentStore;

/// <summary>Whether a door is to take anything that must be written.</summary>
public enum WritePause
{
    None,

    /// <summary>More messages wait than are wanted.</summary>
    Outbox,

    /// <summary>A disk is full, or nearly.</summary>
    Disk,
}

/// <summary>
/// Back-pressure: what keeps the doors from taking writes while reads go on. Ends by itself: a disk that PostgreSQL called full (53100) is
/// tried again after a few seconds.
/// </summary>
public sealed class StorePressure(TimeProvider clock)
{
    private static readonly TimeSpan TriedAgainAfter = TimeSpan.FromSeconds(5);

    private long _saidFull;

    public bool OutboxIsFull { get; set; }

    public bool LocalDiskIsLow { get; set; }

    public WritePause Now =>
        LocalDiskIsLow || (Volatile.Read(ref _saidFull) is > 0 and var said && clock.GetElapsedTime(said) < TriedAgainAfter) ? WritePause.Disk
        : OutboxIsFull ? WritePause.Outbox
        : WritePause.None;

    internal void DiskIsFull() => Volatile.Write(ref _saidFull, Math.Max(1, clock.GetTimestamp()));
}
