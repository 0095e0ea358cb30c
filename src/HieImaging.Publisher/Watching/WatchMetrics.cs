using System.Diagnostics.Metrics;
using HieImaging.Publisher.Publishing;

namespace HieImaging.Publisher.Watching;

/// <summary>Lag, backlog and failures as instruments; no label names a study or a patient.</summary>
internal sealed class WatchMetrics : IDisposable
{
    private readonly Meter _meter = new("HieImaging.Publisher");
    private readonly Counter<long> _rounds;

    public WatchMetrics(Func<WatchStatus> status, PublishSummary summary, TimeProvider clock)
    {
        _rounds = _meter.CreateCounter<long>("hie.publisher.rounds", null, "Rounds, by how they ended");
        Gauge("hie.publisher.lag", "s", "Age of the oldest change of the archive that waits", () => Age(status().OldestChange));
        Gauge("hie.publisher.reading_age", "s", "Age of the longest unread list of instances", () => Age(status().OldestReading));
        Gauge("hie.publisher.round_age", "s", "Since the last round that went well", () => Age(status().LastRound));
        Gauge("hie.publisher.listed", null, "Studies that the archive lists", () => status().Listed);
        Gauge("hie.publisher.published", null, "Documents that the exchange has", () => status().Published);
        Gauge("hie.publisher.vanish_stopped", null, "Studies that are gone and not withdrawn because so many are", () => status().Stopped);
        _meter.CreateObservableGauge("hie.publisher.studies", () => (Measurement<double>[])
        [
            Of(status().Waiting, "state", "waiting"), Of(status().Failing, "state", "failing"),
            Of(status().Pending, "state", "pending"), Of(status().Missing, "state", "missing"),
        ], null, "Studies that are not in step");
        _meter.CreateObservableGauge("hie.publisher.peer_lost", () => (Measurement<double>[])
        [
            Of(status().ArchiveLost ? 1 : 0, "peer", "archive"), Of(status().NodeLost ? 1 : 0, "peer", "node"),
        ], null, "1 where the last attempt to speak with the peer failed");
        _meter.CreateObservableCounter("hie.publisher.documents", () => (Measurement<long>[])
        [
            new(summary.Accepted, new KeyValuePair<string, object?>("outcome", "accepted")),
            new(summary.Refused, new KeyValuePair<string, object?>("outcome", "refused")),
            new(summary.Withdrawn, new KeyValuePair<string, object?>("outcome", "withdrawn")),
        ], null, "What became of documents");

        double Age(DateTimeOffset? since) => since is { } at ? Math.Max(0, (clock.GetUtcNow() - at).TotalSeconds) : 0;
    }

    public void Count(string outcome) => _rounds.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose() => _meter.Dispose();

    private static Measurement<double> Of(double value, string name, string text) =>
        new(value, new KeyValuePair<string, object?>(name, text));

    private void Gauge(string name, string? unit, string description, Func<double> value) =>
        _meter.CreateObservableGauge(name, value, unit, description);
}
