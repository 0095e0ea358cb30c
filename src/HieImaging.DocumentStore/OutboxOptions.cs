using System.ComponentModel.DataAnnotations;

namespace HieImaging.DocumentStore;

/// <summary>How patient the outbox is.</summary>
public sealed record OutboxOptions
{
    /// <summary>
    /// Published but not consumed by everyone listed: published again after this, then after twice, four times … 64 times as long.
    /// </summary>
    public TimeSpan RepublishAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>So often may a consumer fail with all its retries before the message is its dead letter.</summary>
    [Range(1, 100)] public int Rounds { get; init; } = 3;

    /// <summary>Publications in flight at once; their confirms are awaited together.</summary>
    [Range(1, 1000)] public int Window { get; init; } = 200;

    /// <summary>How long the inbox remembers: longer than the longest stay of a dead letter.</summary>
    public TimeSpan InboxKeptFor { get; init; } = TimeSpan.FromDays(90);
}
