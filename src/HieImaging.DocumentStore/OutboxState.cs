namespace HieImaging.DocumentStore;

/// <summary>What an operator watches.</summary>
/// <param name="Waiting">Rows in the outbox.</param>
/// <param name="OldestAge">How long the oldest of them has been there.</param>
/// <param name="DeadLetters">Messages that a consumer failed at for good: an alarm.</param>
public sealed record OutboxState(long Waiting, TimeSpan OldestAge, long DeadLetters);
