using System.Diagnostics.Metrics;
using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;
using HieImaging.Registry.Documents;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HieImaging.Registry.Fetching;

/// <summary>
/// Says again that a document is to be fetched when its time has come, and counts those that are not there: <c>hie_documents_awaited</c>,
/// <c>hie_documents_refused</c>.
/// </summary>
internal sealed partial class FetchAgainJob(
    Store store, IOptions<FetchOptions> options, TimeProvider clock, ILogger<FetchAgainJob> log) : BackgroundService
{
    private readonly Meter _meter = new("HieImaging.Registry");
    private (long Awaited, long Refused) _count;

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _meter.CreateObservableGauge(
            "hie.documents.awaited", () => _count.Awaited, null, "Registered documents not yet fetched from their repository");
        _meter.CreateObservableGauge(
            "hie.documents.refused", () => _count.Refused, null, "Registered documents whose content is not what was registered");
        return Recurring.RunAsync(options.Value.LookEvery, clock, LookAsync, failure => Delayed(log, failure), stoppingToken);
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        foreach (var id in await AwaitedDocument.TakeDue(session, cancellation))
            session.Publish(new DocumentRegisteredElsewhere { DocumentEntry = id });
        _count = await AwaitedDocument.Count(session, cancellation);
        await session.SaveChangesAsync(cancellation);
    }

    [LoggerMessage(3403, LogLevel.Warning, "Which documents are to be fetched again could not be read now ({Failure}).")]
    private static partial void Delayed(ILogger log, string failure);
}
