namespace HieImaging.PretendFacility.Proxying;

/// <summary>
/// Waits for a pattern of bytes in one direction. What comes before it has gone on; the pattern's last byte and all that follows on that
/// connection is held until <see cref="Dispose"/>. Whoever kills the client meanwhile resets the proxy's connections before it lets go.
/// </summary>
public sealed class Watch : IDisposable
{
    private readonly TaskCompletionSource _caught = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<Watch> _forget;
    private int _toSkip;
    private int _hits;

    internal Watch(byte[] pattern, int skip, Action<Watch> forget)
    {
        ArgumentOutOfRangeException.ThrowIfZero(pattern.Length);
        (Pattern, _toSkip, _forget) = (pattern, skip, forget);
    }

    /// <summary>How often the pattern was seen, also while it was skipped.</summary>
    public int Hits => _hits;

    /// <summary>Completes when bytes are held.</summary>
    public Task Caught => _caught.Task;

    internal byte[] Pattern { get; }

    /// <summary>Lets go what is held, and holds nothing any more.</summary>
    public void Dispose()
    {
        if (_released.TrySetResult())
            _forget(this);
    }

    /// <summary>The pattern was seen; completes when what is behind it may go on.</summary>
    internal async Task HitAsync(CancellationToken ended)
    {
        Interlocked.Increment(ref _hits);
        if (Interlocked.Decrement(ref _toSkip) >= 0)
            return;
        _caught.TrySetResult();
        await _released.Task.WaitAsync(ended);
    }
}
