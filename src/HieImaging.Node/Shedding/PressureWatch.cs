using System.Diagnostics.Metrics;
using HieImaging.DocumentStore;
using Microsoft.Extensions.Options;

namespace HieImaging.Node.Shedding;

/// <summary>
/// Looks every second whether the outbox or the disk is too full to take more, and says so once: <c>hie_writes_paused</c>. What PostgreSQL
/// itself says of its disk is noted where it says it. A broker that is away or blocked is none of it: the outbox waits for it up to its bound.
/// </summary>
internal sealed partial class PressureWatch(
    Outbox outbox, StorePressure pressure, IOptions<PressureOptions> options, TimeProvider clock, ILogger<PressureWatch> log)
    : BackgroundService
{
    private readonly Meter _meter = new("HieImaging.Node");
    private WritePause _told;

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _meter.CreateObservableGauge("hie.writes.paused", Measure, null, "1 while writes are refused, by reason");
        using var timer = new PeriodicTimer(options.Value.LookEvery, clock);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                NotSeen(log, failure.GetType().Name);           // what was seen last stands
            }
            Tell();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        if (options.Value.DiskFolder is { } folder)
            pressure.LocalDiskIsLow = new DriveInfo(folder).AvailableFreeSpace < options.Value.LeastDisk;
        var (most, rows) = (options.Value.OutboxRows, await outbox.CountAsync(options.Value.OutboxRows + 1, cancellation));
        if (rows > most)
            pressure.OutboxIsFull = true;
        else if (rows <= most * options.Value.ResumeAt)
            pressure.OutboxIsFull = false;
    }

    private void Tell()
    {
        if (pressure.Now == _told)
            return;
        _told = pressure.Now;
        if (_told == WritePause.None)
            Resumed(log);
        else
            Paused(log, _told);
    }

    private IEnumerable<Measurement<int>> Measure() =>
    [
        new(pressure.Now == WritePause.Outbox ? 1 : 0, new KeyValuePair<string, object?>("reason", "outbox")),
        new(pressure.Now == WritePause.Disk ? 1 : 0, new KeyValuePair<string, object?>("reason", "disk")),
    ];

    [LoggerMessage(6301, LogLevel.Error, "Writes are refused now ({Reason}); reads go on.")]
    private static partial void Paused(ILogger log, WritePause reason);

    [LoggerMessage(6302, LogLevel.Information, "Writes are taken again.")]
    private static partial void Resumed(ILogger log);

    [LoggerMessage(6303, LogLevel.Warning, "How full the outbox is could not be seen ({Failure}).")]
    private static partial void NotSeen(ILogger log, string failure);
}
