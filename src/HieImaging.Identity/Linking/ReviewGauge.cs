using System.Diagnostics.Metrics;
using HieImaging.DocumentStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HieImaging.Identity.Linking;

/// <summary>How long the review queue is and since when its oldest item waits: <c>hie_identity_reviews_open</c>,
/// <c>hie_identity_reviews_oldest_seconds</c>.</summary>
internal sealed partial class ReviewGauge(Store store, TimeProvider clock, ILogger<ReviewGauge> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private readonly Meter _meter = new("HieImaging.Identity");
    private (long Open, double Oldest) _count;

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _meter.CreateObservableGauge("hie.identity.reviews.open", () => _count.Open, null, "Pairs and records that wait for a steward");
        _meter.CreateObservableGauge(
            "hie.identity.reviews.oldest", () => _count.Oldest, "s", "Since when the oldest of them waits");
        return Recurring.RunAsync(Every, clock, CountAsync, failure => NotCounted(log, failure), stoppingToken);
    }

    private async Task CountAsync(CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        _count = await session.FirstOrDefaultAsync(
            $"""
            select count(*), coalesce(extract(epoch from {session.Now} - min(opened_at)), 0)::float8
            from identity.review_item where state = 'open'
            """,
            row => (row.GetInt64(0), row.GetDouble(1)), cancellation);
    }

    [LoggerMessage(2301, LogLevel.Warning, "The review queue could not be counted now ({Failure}).")]
    private static partial void NotCounted(ILogger log, string failure);
}
