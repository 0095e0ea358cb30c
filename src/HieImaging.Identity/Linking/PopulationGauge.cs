using System.Diagnostics.Metrics;
using HieImaging.DocumentStore;
using HieImaging.Identity.Matching;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HieImaging.Identity.Linking;

/// <summary>How many identities there are, as PostgreSQL estimates it, beside the number that links are decided for: <c>hie_identity_sources</c>,
/// <c>hie_identity_population</c>. An exchange that outgrew its number links on too little.</summary>
internal sealed partial class PopulationGauge(Store store, IOptions<MatchingOptions> options, TimeProvider clock, ILogger<PopulationGauge> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    private readonly Meter _meter = new("HieImaging.Identity");
    private long _sources;

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _meter.CreateObservableGauge("hie.identity.sources", () => _sources, null, "Source identities that there are, about");
        _meter.CreateObservableGauge("hie.identity.population", () => options.Value.Population, null, "Identities that the threshold of a link is set for");
        return Recurring.RunAsync(Every, clock, CountAsync, failure => NotCounted(log, failure), stoppingToken, atOnce: true);
    }

    private async Task CountAsync(CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        _sources = await session.FirstOrDefaultAsync(
            $"select greatest(reltuples, 0)::bigint from pg_class where oid = 'record_locator.source_identity'::regclass",
            row => row.GetInt64(0), cancellation);
        if (_sources > options.Value.Population)
            Outgrown(log, _sources, options.Value.Population);
    }

    [LoggerMessage(2302, LogLevel.Warning, "There are about {Sources} identities and links are decided for {Population}: raise Identity:Matching:Population.")]
    private static partial void Outgrown(ILogger log, long sources, double population);

    [LoggerMessage(2303, LogLevel.Warning, "The identities could not be counted now ({Failure}).")]
    private static partial void NotCounted(ILogger log, string failure);
}
