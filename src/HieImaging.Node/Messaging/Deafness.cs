namespace HieImaging.Node.Messaging;

/// <summary>
/// A consumer is deaf when at every look for a while its queue did not exist, or had no consumer at all, or had messages to give of which it
/// took none in all that time. One look says nothing: the message may have come this instant.
/// </summary>
internal sealed class Deafness(TimeProvider clock)
{
    private static readonly TimeSpan For = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, long> _since = new(StringComparer.Ordinal);

    /// <param name="consumer">Its name.</param>
    /// <param name="queue">Null where there is none.</param>
    /// <param name="silentFor">How long the consumer has had nothing in hand.</param>
    public bool IsDeaf(string consumer, QueueLook? queue, TimeSpan silentFor)
    {
        if (queue is { Ready: 0, Consumers: > 0 })
            _since.Remove(consumer);
        else if (!_since.TryGetValue(consumer, out var since) || silentFor < clock.GetElapsedTime(since))
            _since[consumer] = clock.GetTimestamp();
        else
            return clock.GetElapsedTime(since) >= For;
        return false;
    }

    /// <summary>Another bus has its chance.</summary>
    public void Forget() => _since.Clear();
}

/// <summary>A queue as the broker tells of it.</summary>
/// <param name="Ready">Messages that it could give.</param>
/// <param name="Consumers">Of all processes.</param>
internal sealed record QueueLook(uint Ready, uint Consumers);
