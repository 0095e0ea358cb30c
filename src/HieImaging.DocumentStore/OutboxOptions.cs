using System.ComponentModel.DataAnnotations;

namespace HieImaging.DocumentStore;

/// <summary>How patient the outbox is.</summary>
public sealed record OutboxOptions
{
    /// <summary>
    /// Published but not consumed by everyone listed: published again after this, then after twice, four times … 64 times as long.
    /// </summary>
    public TimeSpan RepublishAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Waits after a consumer's failures, each ± 20 %, before the message is published again; after one more it is a dead letter.
    /// </summary>
    public IReadOnlyList<TimeSpan> RetryAfter { get; init; } =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(16),
    ];

    /// <summary>Publications in flight at once; their confirms are awaited together.</summary>
    [Range(1, 1000)] public int Window { get; init; } = 500;

    /// <summary>How long the inbox remembers: longer than the longest stay of a dead letter.</summary>
    public TimeSpan InboxKeptFor { get; init; } = TimeSpan.FromDays(90);
}
