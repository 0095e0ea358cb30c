using Xunit;

namespace HieImaging.Tests.Publisher;

/// <summary>
/// Random histories: studies come, grow, lose and exchange instances, change patients, go and come back, while the archive answers wrongly,
/// the exchange is away or loses answers, and the publisher is killed at any request. What stands in the archive all the while is never taken
/// back, and in the end the exchange shows exactly what the archive holds, each study by one document.
/// </summary>
public sealed class WatchHistoryTests
{
    private const int Histories = 40;

    [Fact]
    public async Task The_exchange_ends_as_the_archive_is()
    {
        for (var seed = 1; seed <= Histories; seed++)
        {
            using var history = new History(seed);
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

    private sealed class History(int seed) : IDisposable
    {
        private static readonly string[] Patients = ["P1", "P2", "P3"];

        private readonly Random _random = new(seed);
        private readonly PretendedWatch _watch = new();
        private readonly HashSet<(string, string)> _steady = [];
        private readonly List<PretendedArchive.Held> _deleted = [];
        private int _number;

        public int Step { get; private set; }

        public string Last { get; private set; } = "";

        private PretendedArchive Archive => _watch.Archive;

        private PretendedExchange Exchange => _watch.Exchange;

        public void Dispose() => _watch.Dispose();

        public async Task RunAsync()
        {
            Archive.Page = _random.Next(1, 5);
            for (Step = 1; Step <= 50; Step++)
            {
                var before = Archive.Holds();
                Happen();
                var after = Archive.Holds();
                _steady.RemoveWhere(study => !after.ContainsKey(study) || after[study] != before[study]);
                if (!await _watch.RoundAsync(_random.Next(1, 60)))
                    Exchange.Wrong = default;
                Keeps();
            }
            (Archive.Wrong, Exchange.Wrong, Last) = (default, default, "all is well again");
            _watch.Options = _watch.Options with { VanishWithoutLimit = true };
            _watch.End();
            for (; Step < 600 && !InStep(); Step++)
                await _watch.RoundAsync();
            Assert.Equal(Archive.Holds().OrderBy(study => study.Key), Exchange.Shows().OrderBy(study => study.Key));
            Assert.Equal(0, Exchange.Doubled);
        }

        private bool InStep()
        {
            var (held, shown) = (Archive.Holds(), Exchange.Shows());
            return Exchange.Doubled == 0 && held.Count == shown.Count && held.All(study => shown.GetValueOrDefault(study.Key) == study.Value);
        }

        // A study that was shown as it is, and has not been touched since, is still shown.
        private void Keeps()
        {
            var (held, shown) = (Archive.Holds(), Exchange.Shows());
            foreach (var study in _steady)
                Assert.True(shown.ContainsKey(study), $"{study} was taken back");
            _steady.UnionWith(held.Keys.Where(study =>
                shown.GetValueOrDefault(study) == held[study] && !_watch.IsWithdrawing(study.Study, study.Patient)));
        }

        private void Happen()
        {
            var studies = Archive.Instances.Select(one => one.Study).Distinct().ToList();
            var some = studies.Count > 0 ? studies[_random.Next(studies.Count)] : null;
            var of = Archive.Instances.Where(one => one.Study == some).ToList();
            var what = _random.Next(16);
            Last = $"{what} of {some}, archive {Archive.Wrong}, exchange {Exchange.Wrong}";
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
                    Archive.Instances.Remove(of[0]);
                    Store(some, of[0].Patient);
                    break;
                case 7 when of.Count > 1:
                    Archive.Instances.Remove(of[_random.Next(of.Count)]);
                    break;
                case 8 when studies.Count > 1:
                    _deleted.AddRange(of);
                    Archive.Instances.RemoveAll(one => one.Study == some);
                    break;
                case 9 when some is not null:                          // another patient's after all
                    var other = Patients[_random.Next(3)];
                    Archive.Instances.RemoveAll(one => one.Study == some);
                    Archive.Instances.AddRange(of.Select(one => one with { Patient = other }));
                    break;
                case 10 or 11 when _deleted.Count > 0:                 // and is back, the same as it was
                    var back = _deleted[^1].Study;
                    Archive.Instances.AddRange(_deleted.Where(one => one.Study == back && !Archive.Instances.Contains(one)));
                    _deleted.RemoveAll(one => one.Study == back);
                    break;
                case 12 or 13:
                    Archive.Wrong = (PretendedArchive.Fault)_random.Next(8);
                    break;
                case 14:
                    Exchange.Wrong = (PretendedExchange.Fault)_random.Next(6);
                    break;
                default:
                    (Archive.Wrong, Exchange.Wrong) = (default, default);
                    break;
            }
        }

        private void Store(string study, string patient) =>
            Archive.Instances.Add(new PretendedArchive.Held(study, $"{study}.{patient[1]}", $"{study}.{patient[1]}.{++_number}", patient));
    }
}
