namespace HieImaging.DocumentStore;

/// <summary>Dead letters of a kind.</summary>
public sealed record DeadLetterCount(string Consumer, string Type, string Reason, long Messages, DateTimeOffset Since);
