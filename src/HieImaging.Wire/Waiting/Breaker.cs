namespace HieImaging.Wire.Waiting;

/// <summary>
/// Leaves a peer alone for a while when so many of its last questions failed; so many in a row are always enough, however well it was
/// before. After the pause one question tries it, and the next one only after another pause, unless that was answered.
/// </summary>
/// <param name="failures">Of the last questions, three more than these.</param>
public sealed class Breaker(int failures, TimeSpan pause, TimeProvider clock)
{
    private const int Spared = 3;

    private readonly Lock _lock = new();
    private readonly Queue<bool> _last = new();
    private long? _pausedSince;

    /// <summary>How long it is left alone yet, zero where it is to be tried; null: it is well. To look changes nothing.</summary>
    public TimeSpan? Rest
    {
        get
        {
            lock (_lock)
                return _pausedSince is { } since
                    ? TimeSpan.FromTicks(Math.Max(0, (pause - clock.GetElapsedTime(since)).Ticks))
                    : null;
        }
    }

    /// <summary>How long it is left alone yet; null: it may be asked, and whoever heard this tries it.</summary>
    public TimeSpan? Left()
    {
        lock (_lock)
        {
            if (Rest is not { } rest)
                return null;
            if (rest > TimeSpan.Zero)
                return rest;
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
