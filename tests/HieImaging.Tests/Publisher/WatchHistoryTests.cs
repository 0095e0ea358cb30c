using System.Security.Cryptography;
using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Publisher.Publishing;
using HieImaging.Publisher.Watching;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace HieImaging.Tests.Publisher;

/// <summary>
/// Random histories: studies come, grow, lose and exchange instances, change patients and go, while the archive answers wrongly, the exchange is
/// away or loses answers, and the publisher is killed at any request. What stands in the archive all the while is never taken back, and in the
/// end the exchange shows exactly what the archive holds, each study by one document.
/// </summary>
public sealed class WatchHistoryTests : IDisposable
{
    private const int Histories = 60;

    private readonly string _folder = Directory.CreateTempSubdirectory("hie-watch-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_exchange_ends_as_the_archive_is()
    {
        var key = Path.Combine(_folder, "key.jwk");
        File.WriteAllText(key, Jwk());
        for (var seed = 1; seed <= Histories; seed++)
        {
            using var history = new History(seed, key, Path.Combine(_folder, $"{seed}.state"));
            try
            {
                await history.RunAsync();
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"seed {seed}, step {history.Step}: {history.Last}", failure);
            }
        }
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

    private sealed class History(int seed, string key, string stateFile) : IDisposable
    {
        private static readonly string[] Patients = ["P1", "P2", "P3"];

        private readonly Random _random = new(seed);
        private readonly RunningClock _clock = new(new DateTimeOffset(2026, 5, 6, 12, 0, 0, TimeSpan.Zero));
        private readonly PretendedArchive _archive = new();
        private readonly PretendedExchange _exchange = new();
        private readonly HashSet<(string, string)> _steady = [];
        private Connections? _open;
        private WatchRound? _round;
        private int _number;

        private WatchOptions _options = new()
        {
            Every = TimeSpan.FromSeconds(30), QuietFor = TimeSpan.FromSeconds(40), RereadWithin = TimeSpan.FromHours(1), VanishAtMost = 3,
        };

        public int Step { get; private set; }

        public string Last { get; private set; } = "";

        public void Dispose()
        {
            Close();
            _archive.Dispose();
            _exchange.Dispose();
        }

        public async Task RunAsync()
        {
            _archive.Page = _random.Next(1, 5);
            for (Step = 1; Step <= 50; Step++)
            {
                var before = _archive.Holds();
                Happen();
                var after = _archive.Holds();
                _steady.RemoveWhere(study => !after.ContainsKey(study) || after[study] != before[study]);
                await RoundAsync();
                Keeps();
            }
            (_archive.Wrong, _exchange.Wrong, _options) = (default, default, _options with { VanishWithoutLimit = true });
            Last = "all is well again";
            Close();
            for (; Step < 600 && !InStep(); Step++)
                await RoundAsync();
            Assert.Equal(_archive.Holds().OrderBy(study => study.Key), _exchange.Shows().OrderBy(study => study.Key));
            Assert.Equal(0, _exchange.Doubled);
        }

        private bool InStep()
        {
            var shown = _exchange.Shows();
            return _exchange.Doubled == 0 && _archive.Holds() is var held && held.Count == shown.Count
                && held.All(study => shown.GetValueOrDefault(study.Key) == study.Value);
        }

        // A study that was shown as it is, and has not been touched since, is still shown so.
        private void Keeps()
        {
            var (held, shown) = (_archive.Holds(), _exchange.Shows());
            foreach (var study in _steady)
                Assert.True(shown.ContainsKey(study), $"{study} was taken back");
            _steady.UnionWith(held.Where(study => shown.GetValueOrDefault(study.Key) == study.Value).Select(study => study.Key));
        }

        private async Task RoundAsync()
        {
            _clock.Advance(TimeSpan.FromSeconds(_random.Next(1, 60)));
            try
            {
                await OpenAsync();
                await _round!.RunAsync(default, default);
            }
            catch (KilledException)
            {
                Close();
                _exchange.Wrong = default;
            }
        }

        private async Task OpenAsync()
        {
            if (_open is not null)
                return;
            var options = new PublishOptions
            {
                Archive = PretendedArchive.Root, Node = new Uri("http://node.test/"), Client = "north-pacs", KeyFile = key, Participant = "north",
                Authority = AssigningAuthority.Parse("1.2.9"), SourceId = HieImaging.AffinityDomain.Identifiers.Oid.Parse("1.2.10"), StateFile = stateFile,
            };
            _open = await Connections.OpenAsync(
                options, TimeSpan.FromSeconds(1), 3, new Told(NullLogger.Instance, _clock), _clock, default, () => new Peers(_archive, _exchange));
            _round = new WatchRound(_open, new WatchBook(_open.State, _options), _options, NullLogger.Instance, _clock);
        }

        private void Close()
        {
            _open?.Dispose();
            (_open, _round) = (null, null);
        }

        private void Happen()
        {
            var studies = _archive.Instances.Select(one => one.Study).Distinct().ToList();
            var some = studies.Count > 0 ? studies[_random.Next(studies.Count)] : null;
            var of = _archive.Instances.Where(one => one.Study == some).ToList();
            var what = _random.Next(14);
            Last = $"{what} of {some}, archive {_archive.Wrong}, exchange {_exchange.Wrong}";
            switch (what)
            {
                case 0 or 1 or 2 when studies.Count < 8:
                    var (study, patient) = ($"1.2.{++_number}", Patients[_random.Next(3)]);
                    for (var count = _random.Next(1, 4); count > 0; count--)
                        Store(study, patient);
                    break;
                case 3 when some is not null:
                    Store(some, of[0].Patient);
                    break;
                case 4 when some is not null && _random.Next(3) == 0:
                    Store(some, Patients[_random.Next(3)]);
                    break;
                case 5 or 6 when some is not null:                     // one for another
                    _archive.Instances.Remove(of[0]);
                    Store(some, of[0].Patient);
                    break;
                case 7 when of.Count > 1:
                    _archive.Instances.Remove(of[_random.Next(of.Count)]);
                    break;
                case 8 when studies.Count > 1:
                    _archive.Instances.RemoveAll(one => one.Study == some);
                    break;
                case 9 when some is not null:                          // another patient's after all
                    var other = Patients[_random.Next(3)];
                    _archive.Instances.RemoveAll(one => one.Study == some);
                    _archive.Instances.AddRange(of.Select(one => one with { Patient = other }));
                    break;
                case 10 or 11:
                    _archive.Wrong = (PretendedArchive.Fault)_random.Next(8);
                    break;
                case 12:
                    _exchange.Wrong = (PretendedExchange.Fault)_random.Next(6);
                    break;
                default:
                    (_archive.Wrong, _exchange.Wrong) = (default, default);
                    break;
            }
        }

        private void Store(string study, string patient) =>
            _archive.Instances.Add(new PretendedArchive.Held(study, $"{study}.{patient[1]}", $"{study}.{patient[1]}.{++_number}", patient));
    }

    /// <summary>The way to either.</summary>
    private sealed class Peers(PretendedArchive archive, PretendedExchange exchange) : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _archive = new(archive, disposeHandler: false);
        private readonly HttpMessageInvoker _exchange = new(exchange, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            (request.RequestUri!.Host == PretendedArchive.Root.Host ? _archive : _exchange).SendAsync(request, cancellationToken);
    }
}
