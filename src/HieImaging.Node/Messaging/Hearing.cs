using System.Collections.Concurrent;

namespace HieImaging.Node.Messaging;

/// <summary>When each consumer of this process last had a message, and whether it has one in hand.</summary>
internal sealed class Hearing(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Heard> _consumers = new(StringComparer.Ordinal);
    private readonly long _born = clock.GetTimestamp();

    public void Begin(string consumer) => Note(consumer, +1);

    public void End(string consumer) => Note(consumer, -1);

    /// <summary>How long the consumer has had nothing in hand: zero for one that has something, since the beginning for one that never
    /// had.</summary>
    public TimeSpan SilentFor(string consumer) => _consumers.TryGetValue(consumer, out var heard)
        ? heard.InHand > 0 ? TimeSpan.Zero : clock.GetElapsedTime(heard.At)
        : clock.GetElapsedTime(_born);

    private void Note(string consumer, int change) => _consumers.AddOrUpdate(
        consumer, _ => new(Math.Max(change, 0), clock.GetTimestamp()), (_, heard) => new(heard.InHand + change, clock.GetTimestamp()));

    private sealed record Heard(int InHand, long At);
}
