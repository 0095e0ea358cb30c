using System.Text.Json;
using HieImaging.Publisher.Keeping;
using HieImaging.Publisher.Publishing;
using HieImaging.Publisher.Watching;
using HieImaging.Wire.Telemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace HieImaging.Publisher.Managing;

/// <summary>Puts a watch together: log, metrics, management door, loop.</summary>
internal static class WatchRun
{
    private const int MayFail = 3;

    /// <returns>0: it was stopped; 2: it could not begin, or cannot write its state.</returns>
    public static async Task<int> RunAsync(
        PublishOptions options, WatchOptions watch, string management, TextWriter errors, TimeProvider clock, CancellationToken stop)
    {
        try
        {
            using var logging = LoggerFactory.Create(log => log.AddJsonConsole(json =>
            {
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            }));
            var log = logging.CreateLogger("HieImaging.Publisher");
            using var metrics = new Metrics();                        // listens from now on
            using var open = await Connections.OpenAsync(options, watch.Patience, MayFail, new Told(log, clock), clock, stop);
            var round = new WatchRound(open, new WatchBook(open.State, watch), watch, log, clock);
            using var instruments = new WatchMetrics(() => round.Status, open.Summary, clock);
            var late = watch.Every * 3 + TimeSpan.FromMinutes(5);
            await using var door = await ManagementDoor.OpenAsync(management, metrics, () => round.Status, late, clock, stop);
            WatchLog.Began(log, open.State.Studies.Count, door.Address);
            await new WatchLoop(round, instruments, watch, log, clock).RunAsync(stop);
            WatchLog.Ended(log);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception failure) when (failure is FormatException or IOException or UnauthorizedAccessException or JsonException
            or StateLostException or AddressInUseException)
        {
            await errors.WriteLineAsync("hie-publisher: " + failure.Message);
            return 2;
        }
    }
}
