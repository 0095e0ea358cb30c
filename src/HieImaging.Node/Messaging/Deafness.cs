namespace HieImaging.Node.Messaging;

/// <summary>
/// A consumer is deaf when its queue has had messages to give, or has not existed, at every look for a while, and it took none in all that
/// time. One look says nothing: the message may have come this instant.
/// </summary>
internal sealed class Deafness(TimeProvider clock)
{
    private static readonly TimeSpan For = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, long> _since = new(StringComparer.Ordinal);

    /// <param name="consumer">Its name.</param>
    /// <param name="ready">Messages that its queue could give; null where there is no queue.</param>
    /// <param name="silentFor">How long the consumer has had nothing in hand.</param>
    public bool IsDeaf(string consumer, uint? ready, TimeSpan silentFor)
    {
        if (ready is 0)
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
