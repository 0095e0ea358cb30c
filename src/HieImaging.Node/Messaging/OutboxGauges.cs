using System.Diagnostics.Metrics;
using HieImaging.DocumentStore;

namespace HieImaging.Node.Messaging;

/// <summary>What an operator is to watch: <c>hie_outbox_rows</c>, <c>hie_outbox_oldest_seconds</c>, <c>hie_dead_letters</c> (an alarm above
/// 0), <c>hie_store_answers</c>.</summary>
internal sealed partial class OutboxGauges(Outbox outbox, Store store, TimeProvider clock, ILogger<OutboxGauges> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private readonly Meter _meter = new("HieImaging.Node");
    private OutboxState _state = new(0, TimeSpan.Zero, 0);

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _meter.CreateObservableGauge("hie.outbox.rows", () => _state.Waiting, null, "Messages not yet consumed by everyone listed");
        _meter.CreateObservableGauge("hie.outbox.oldest", () => _state.OldestAge.TotalSeconds, "s", "Age of the oldest of them");
        _meter.CreateObservableGauge("hie.dead.letters", () => _state.DeadLetters, null, "Messages that a consumer failed at for good");
        _meter.CreateObservableGauge("hie.store.answers", () => store.Answers ? 1 : 0, null, "1 while PostgreSQL answers");
        return Recurring.RunAsync(Every, clock, MeasureAsync, failure => NotMeasured(log, failure), stoppingToken, atOnce: true);
    }

    private async Task MeasureAsync(CancellationToken cancellation) => _state = await outbox.StateAsync(cancellation);

    [LoggerMessage(6005, LogLevel.Debug, "The outbox was not measured: {Failure}.")]
    private static partial void NotMeasured(ILogger log, string failure);
}
