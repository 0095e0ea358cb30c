using System.Collections.Concurrent;
using System.Threading.Channels;
using HieImaging.DocumentStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HieImaging.Broker.Retrieving;

/// <summary>Remembers which archives answer and writes it down when it changes, for the completeness notice of every search.
/// One writer of record_locator.archive_state.</summary>
internal sealed partial class ArchiveHealth(Store store, TimeProvider clock, ILogger<ArchiveHealth> log) : BackgroundService
{
    private readonly ConcurrentDictionary<(string Custodian, string Root), bool> _last = new();
    private readonly Channel<(string Custodian, string Root, bool Reachable, DateTimeOffset Since)> _changes =
        Channel.CreateBounded<(string, string, bool, DateTimeOffset)>(
            new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Never waits: a retrieval is not slowed by what is noted about it.</summary>
    public void Heard(string custodian, string root, bool reachable)
    {
        if (_last.TryGetValue((custodian, root), out var before) && before == reachable)
            return;
        _last[(custodian, root)] = reachable;
        _changes.Writer.TryWrite((custodian, root, reachable, clock.GetUtcNow()));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (custodian, root, reachable, since) in _changes.Reader.ReadAllAsync(stoppingToken))
            try
            {
                await using var session = await store.OpenSession(stoppingToken);
                session.Enqueue($"""
                    insert into record_locator.archive_state (custodian, location, reachable, since)
                    values ({custodian}, {root}, {reachable}, {since})
                    on conflict (custodian, location) do update set reachable = excluded.reachable, since = excluded.since
                    where archive_state.since <= excluded.since and archive_state.reachable <> excluded.reachable
                    """);
                await session.SaveChangesAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                _last.TryRemove((custodian, root), out _);             // told again at the next answer
                NotNoted(log, custodian, failure.GetType().Name);
            }
    }

    [LoggerMessage(4102, LogLevel.Warning, "Whether the archive of {Custodian} answers could not be noted ({Failure}).")]
    private static partial void NotNoted(ILogger logger, string custodian, string failure);
}
