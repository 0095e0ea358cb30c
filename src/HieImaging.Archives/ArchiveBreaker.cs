namespace HieImaging.Archives;

/// <summary>
/// Leaves an archive alone for a while when so many of its last questions failed; so many in a row are always enough, however well it was
/// before. After the pause one question tries it, and the next one only after another pause, unless that was answered.
/// </summary>
/// <param name="failures">Of the last questions, three more than these.</param>
internal sealed class ArchiveBreaker(int failures, TimeSpan pause, TimeProvider clock)
{
    private const int Spared = 3;

    private readonly Lock _lock = new();
    private readonly Queue<bool> _last = new();
    private long? _pausedSince;

    /// <summary>How long it is left alone yet; null: it may be asked.</summary>
    public TimeSpan? Left()
    {
        lock (_lock)
        {
            if (_pausedSince is not { } since)
                return null;
            if (pause - clock.GetElapsedTime(since) is var left && left > TimeSpan.Zero)
                return left;
            _pausedSince = clock.GetTimestamp();
            return null;
        }
    }

    /// <summary>How a question went.</summary>
    public void Heard(bool well)
    {
        lock (_lock)
        {
            if (_pausedSince is not null && well)
            {
                _pausedSince = null;
                _last.Clear();
            }
            _last.Enqueue(well);
            if (_last.Count > failures + Spared)
                _last.Dequeue();
            if (!well && _last.Count(one => !one) >= failures)
                _pausedSince = clock.GetTimestamp();
        }
    }
}
