namespace HieImaging.DocumentStore;

/// <summary>Dead letters of a kind.</summary>
/// <param name="Reason">Why the last try failed: a code, or an exception's type.</param>
/// <param name="Since">When the first of them was given up.</param>
/// <param name="Latest">When the last of them was.</param>
public sealed record DeadLetterCount(
    string Consumer, string Type, string Reason, long Messages, DateTimeOffset Since, DateTimeOffset Latest);
