using System.Text.Json;
using HieImaging.Publisher.Keeping;

namespace HieImaging.Publisher.Publishing;

/// <summary>Puts a run together, and tells by line and exit code how it went.</summary>
internal static class PublishOnce
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <returns>0: all published; 1: something refused or the peer lost; 2: it could not begin.</returns>
    public static async Task<int> RunAsync(
        PublishOptions options, TextWriter output, TextWriter errors, TimeProvider clock, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        var summary = new PublishSummary();
        try
        {
            var told = new Told(new PlainLines(errors), clock);
            using var open = await Connections.OpenAsync(options, Patience, mayFail: 0, told, clock, cancellation);
            summary = open.Summary;
            await new PublishRun(
                    open.Archive, open.State, open.Bulk, open.Resuming, open.Offering, open.Single, open.Patients(), summary, told)
                .RunAsync(cancellation);
        }
        catch (Exception failure)
            when (failure is FormatException or IOException or UnauthorizedAccessException or JsonException or StateLostException)
        {
            await errors.WriteLineAsync("hie-publisher: " + failure.Message);
            return 2;
        }
        catch (Exception lost) when (lost is HttpRequestException or OperationCanceledException)
        {
            await errors.WriteLineAsync($"hie-publisher: {lost.Message} The next run goes on from here.");
            await output.WriteLineAsync(summary.Line(clock.GetElapsedTime(began)));
            return 1;
        }
        await output.WriteLineAsync(summary.Line(clock.GetElapsedTime(began)));
        return summary.Clean || options.KeepGoing ? 0 : 1;
    }
}
