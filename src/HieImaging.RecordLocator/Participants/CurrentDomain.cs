using System.Diagnostics.Metrics;
using HieImaging.AffinityDomain.Participants;
using HieImaging.DocumentStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HieImaging.RecordLocator.Participants;

/// <summary>
/// The affinity domain as last imported, asked by every request and so kept in memory; an import elsewhere is seen within a second.
/// Before the first import it is a domain without participants: nobody is anybody.
/// </summary>
public sealed partial class CurrentDomain : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private static readonly Domain Empty = new(
        new AffinityDomainFile { Oid = "", HomeCommunityId = "", RepositoryUniqueId = "", PatientIdDomain = new PatientIdDomain() }, 0);

    private readonly Store _store;
    private readonly ILogger<CurrentDomain> _log;
    private readonly Meter _meter = new("HieImaging.RecordLocator");
    private volatile Domain _now = Empty;

    public CurrentDomain(Store store, ILogger<CurrentDomain> log)
    {
        (_store, _log) = (store, log);
        _meter.CreateObservableGauge("hie.domain.version", () => _now.Version, null, "The affinity domain in force in this process");
    }

    public Domain Now => _now;

    /// <summary>Reads the newest import, if it is newer than the one in memory.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await using var session = await _store.OpenSession(cancellation);
        var newest = await session.FirstOrDefaultAsync(
            $"select version, body from record_locator.affinity_domain where version > {_now.Version} order by version desc limit 1",
            row => (Version: row.GetInt32(0), Body: row.GetFieldValue<byte[]>(1)), cancellation);
        if (newest.Version > _now.Version)
            _now = new Domain(AffinityDomainFile.Read(newest.Body), newest.Version);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Recurring.RunAsync(Every, TimeProvider.System, RefreshAsync, failure => NotRefreshed(_log, failure), stoppingToken);

    [LoggerMessage(1301, LogLevel.Warning, "The affinity domain could not be read again ({Failure}); the last one stays in force.")]
    private static partial void NotRefreshed(ILogger logger, string failure);
}
