using System.Security.Cryptography;
using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Publisher.Keeping;
using HieImaging.Publisher.Publishing;
using HieImaging.Publisher.Watching;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Tokens;

namespace HieImaging.Tests.Publisher;

/// <summary>A watch on a pretended archive and a pretended exchange, round by round by a clock of its own, to be killed and started again.</summary>
internal sealed class PretendedWatch : IDisposable
{
    private static readonly string Key = Jwk();

    private readonly string _folder = Directory.CreateTempSubdirectory("hie-watch-").FullName;
    private Connections? _open;
    private WatchRound? _round;

    public PretendedWatch() => File.WriteAllText(Path.Combine(_folder, "key.jwk"), Key);

    public PretendedArchive Archive { get; } = new();

    public PretendedExchange Exchange { get; } = new();

    public RunningClock Clock { get; } = new(new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero));

    public WatchOptions Options { get; set; } = new()
    {
        Every = TimeSpan.FromSeconds(30), QuietFor = TimeSpan.FromSeconds(40), RereadWithin = TimeSpan.FromHours(1), VanishAtMost = 3,
    };

    public WatchStatus Status => _round!.Status;

    /// <summary>
    /// Whether it has begun to withdraw the study and does not know what became of that: it will be gone for a moment, though it be back.
    /// </summary>
    public bool IsWithdrawing(string study, string patient) =>
        _open is null || _open.State.Of(new StudyKey(study, "1.2.9", patient)) is { Withdrawing: true };

    /// <summary>The next round, so much later.</summary>
    /// <returns>False: the publisher was killed in it.</returns>
    public async Task<bool> RoundAsync(int seconds = 30)
    {
        Clock.Advance(TimeSpan.FromSeconds(seconds));
        try
        {
            await OpenAsync();
            await _round!.RunAsync(default, default);
            return true;
        }
        catch (KilledException)
        {
            End();
            return false;
        }
    }

    public async Task RoundsAsync(int count)
    {
        for (; count > 0; count--)
            await RoundAsync();
    }

    /// <summary>The process is no more; the next round is that of a new one.</summary>
    public void End()
    {
        _open?.Dispose();
        (_open, _round) = (null, null);
    }

    public void Dispose()
    {
        End();
        Archive.Dispose();
        Exchange.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task OpenAsync()
    {
        if (_open is not null)
            return;
        var options = new PublishOptions
        {
            Archive = PretendedArchive.Root, Node = new Uri("http://node.test/"), Client = "north-pacs", Participant = "north",
            KeyFile = Path.Combine(_folder, "key.jwk"), Authority = AssigningAuthority.Parse("1.2.9"),
            SourceId = HieImaging.AffinityDomain.Identifiers.Oid.Parse("1.2.10"), StateFile = Path.Combine(_folder, "published.state"),
        };
        _open = await Connections.OpenAsync(
            options, TimeSpan.FromSeconds(1), 3, new Told(NullLogger.Instance, Clock), Clock, default, () => new Peers(Archive, Exchange));
        _round = new WatchRound(_open, new WatchBook(_open.State, Options), Options, NullLogger.Instance, Clock);
    }

    private static string Jwk()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var parameters = pair.ExportParameters(includePrivateParameters: true);
        return JsonSerializer.Serialize(new
        {
            kty = "EC", crv = "P-384", x = Base64UrlEncoder.Encode(parameters.Q.X), y = Base64UrlEncoder.Encode(parameters.Q.Y),
            d = Base64UrlEncoder.Encode(parameters.D),
        });
    }

    /// <summary>The way to either.</summary>
    private sealed class Peers(PretendedArchive archive, PretendedExchange exchange) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _archive = new(archive, disposeHandler: false);
        private readonly HttpMessageInvoker _exchange = new(exchange, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            (request.RequestUri!.Host == PretendedArchive.Root.Host ? _archive : _exchange).SendAsync(request, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            _archive.Dispose();
            _exchange.Dispose();
            base.Dispose(disposing);
        }
    }
}
