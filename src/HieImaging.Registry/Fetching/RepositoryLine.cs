using HieImaging.Wire.Waiting;

namespace HieImaging.Registry.Fetching;

/// <summary>The documents that stand before one hospital's repository: some are asked for, some wait, and others are told when to come again.</summary>
internal sealed class RepositoryLine(FetchOptions options, TimeProvider clock) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _places = new(options.Places);
    private readonly Breaker _breaker = new(options.FailuresBeforePause, options.Pause, clock);
    private long _answered = clock.GetTimestamp(), _lastCame = clock.GetTimestamp();
    private long? _failingSince;
    private TimeSpan _lastTook;
    private int _waiting;
    private DateTimeOffset _lastSentAwayTo;

    public bool IsPaused => _breaker.Rest is not null;

    /// <summary>Documents were to be fetched there lately: its address was not given up meanwhile.</summary>
    public bool IsInUse
    {
        get
        {
            lock (_lock)
                return clock.GetElapsedTime(_lastCame) < 2 * options.LongestRetry;
        }
    }

    /// <returns>Null: it may be asked now, and <see cref="Leave"/> is owed.</returns>
    public async Task<RepositoryAnswer.NotAsked?> EnterAsync(CancellationToken cancellation)
    {
        var (turn, away) = Turn();
        if (turn is not FetchTurn.Wait)
            return away;
        try
        {
            if (!await _places.WaitAsync(FetchTurn.Patience, cancellation))
                return SendAway(new FetchTurn.Later(FetchTurn.NoPlace, options.RetryAfter, TimeSpan.Zero));
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
        if (_breaker.Left() is not { } left)
            return null;
        _places.Release();
        return SendAway(new FetchTurn.Later(FetchTurn.Paused, left, TimeSpan.Zero));
    }

    /// <param name="well">How the question went; null: it was broken off by ourselves.</param>
    /// <param name="took">From the question to the answer.</param>
    public void Leave(bool? well, TimeSpan took)
    {
        lock (_lock)
        {
            if (well is true && _failingSince is not null)
                _lastSentAwayTo = default;                             // whoever comes now need not stand behind those of the outage
            if (well is true)
                (_answered, _failingSince, _lastTook) = (clock.GetTimestamp(), null, took);
            else if (well is false)
                _failingSince ??= clock.GetTimestamp();
            if (well is { } heard)
                _breaker.Heard(heard);
        }
        _places.Release();
    }

    public void Dispose() => _places.Dispose();

    // All that take a place without waiting take it here, one at a time: what was free when it was looked is free still.
    private (FetchTurn Turn, RepositoryAnswer.NotAsked? Away) Turn()
    {
        lock (_lock)
        {
            _lastCame = clock.GetTimestamp();
            var turn = FetchTurn.On(State(), options);
            if (turn is FetchTurn.Ask && !_places.Wait(0))
                turn = new FetchTurn.Later(FetchTurn.NoPlace, options.RetryAfter, TimeSpan.Zero);
            else if (turn is FetchTurn.Ask)
                _breaker.Left();                                       // this is the question that tries it
            else if (turn is FetchTurn.Wait)
                Interlocked.Increment(ref _waiting);
            return (turn, turn is FetchTurn.Later later ? SendAway(later) : null);
        }
    }

    private RepositoryState State() => new()
    {
        Rest = _breaker.Rest,
        FailingFor = _failingSince is { } since ? clock.GetElapsedTime(since) : TimeSpan.Zero,
        Asking = options.Places - _places.CurrentCount,
        Waiting = _waiting,
        SinceAnswer = clock.GetElapsedTime(_answered),
        LastTook = _lastTook,
    };

    private RepositoryAnswer.NotAsked SendAway(FetchTurn.Later later)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var (soonest, next, last) = (now + later.After, _lastSentAwayTo + later.Apart, now + options.LongestRetry);
            _lastSentAwayTo = next <= soonest ? soonest : next < last ? next : last;
            return new RepositoryAnswer.NotAsked(later.Reason, _lastSentAwayTo - now);
        }
    }
}
