using System.Text.Json;
using HieImaging.Publisher.Keeping;
using HieImaging.Publisher.Reading;
using HieImaging.Publisher.Sending;
using HieImaging.Xds.Soap;

namespace HieImaging.Publisher.Publishing;

/// <summary>Puts a run together, and tells by line and exit code how it went.</summary>
internal static class PublishOnce
{
    /// <returns>0: all published; 1: something refused or the peer lost; 2: it could not begin.</returns>
    public static async Task<int> RunAsync(
        PublishOptions options, TextWriter output, TextWriter errors, TimeProvider clock, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        var summary = new PublishSummary();
        try
        {
            var key = ClientKey.Read(await File.ReadAllTextAsync(options.KeyFile, cancellation));
            using var state = PublishState.Open(options.StateFile);
            using var plain = Http(new Retrying(Sockets(), clock));
            var tokens = new AccessTokens(plain, new Uri(options.Node, "oauth2/token"), options.Client, key, clock);
            using var node = Http(new Authorizing(tokens, new Retrying(Sockets(), clock)));
            using var archive = Http(new Retrying(Sockets(), clock));

            var (pace, told) = (new Pace(options.Rate, clock), new Told(errors, clock));
            var patients = new DomainPatients(
                options.PatientIdDomain is { } domain
                    ? new PatientCrossReference(node, options.Node, domain)
                    : null);
            var bulk = new BulkPublishing(new BulkIntake(node, options.Node), state, summary, pace, told, clock);
            var single = new SinglePublishing(
                new DocumentSource(new SoapClient(node), options.Node),
                state, options, summary, pace, told, clock);
            await new PublishRun(
                    new DicomWebArchive(archive, options.Archive),
                    state, bulk, single, patients, options, summary, told, clock)
                .RunAsync(cancellation);
        }
        catch (Exception failure) when (failure is FormatException or IOException or UnauthorizedAccessException or JsonException)
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

    // Each attempt and each silence has its own limit, the whole has none: a large study may take long.
    private static HttpClient Http(HttpMessageHandler handler) => new(handler) { Timeout = Timeout.InfiniteTimeSpan };

    private static SocketsHttpHandler Sockets() => new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(10), PooledConnectionLifetime = TimeSpan.FromMinutes(10), AllowAutoRedirect = false,
        ResponseDrainTimeout = TimeSpan.FromSeconds(5),
    };
}
