using System.CommandLine;
using HieImaging.Bench.Measuring;

namespace HieImaging.Bench.Identity.Speed;

/// <summary><c>identity-speed [--persons N] [--seconds S]</c>: what a feed, a cross-reference query and a match cost at N/10 and at N persons, and how long N take to
/// load. Half of the feeds are of people whom another hospital has told of, half of new ones.</summary>
internal static class IdentitySpeedCommand
{
    private const int Clients = 8, PerSecond = 200;

    // Numbers of people whom nobody has loaded.
    private const int Nobody = 50_000_000;

    public static Command Create()
    {
        var persons = new Option<int>("--persons") { DefaultValueFactory = _ => 1_000_000, Description = "held against a tenth of them" };
        var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 20, Description = "of each measurement" };
        var command = new Command("identity-speed", "feeds, $ihe-pix and $match among many persons, and loading them") { persons, seconds };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(persons), TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int persons, TimeSpan time, CancellationToken cancellation)
    {
        await using var site = await Site.StartAsync();
        var (knowing, feeding) = (site.FreshHospital(), site.FreshHospital());
        var run = new BenchRun("identity-speed", new Noise(site.Postgres, site.RabbitMq));
        using var asked = new SpeedAsked(site, knowing, feeding);
        var next = 0;                                             // even: known to the other hospital; odd: new

        var few = await LoadedPersons.LoadAsync(site, knowing, 0, persons / 10, cancellation);
        var before = await RateAsync(persons / 10);
        await AtAsync(persons / 10, judged: false);
        var many = await LoadedPersons.LoadAsync(site, knowing, persons / 10, persons, cancellation);
        run.Judge("load", "minutes", Spread.Once((few.Took + many.Took).TotalMinutes), Bar.AtMost(30));
        run.Judge("load", "peak_mb", Spread.Once(many.PeakMb), null);
        run.Judge("load", "peak_growth", Spread.Once(many.PeakMb / few.PeakMb), Bar.AtMost(1.5));
        await AtAsync(persons, judged: true);
        var after = await RateAsync(persons);
        run.Judge($"feed@{persons}", "per_second", Spread.Once(after), Bar.AtLeast(PerSecond));
        run.Judge("feed", "time_ratio", Spread.Once(before / after), Bar.AtMost(1.5));
        Console.WriteLine($"feeds asked to come again: {asked.AskedToComeAgain}");
        return run.End();

        int Person(int known) => Interlocked.Increment(ref next) is var number && number % 2 == 0 ? (int)(number * 7919L % known) / 2 * 2 : Nobody + number;

        async Task<double> RateAsync(int known)
        {
            var result = (await new ClosedLoop(Clients, (_, _, stop) => FeedAsync(known, stop)).RunAsync(time, cancellation)).ToSample();
            Console.WriteLine($"at {known} persons: {result.PerSecond:0} feeds a second, {Clients} at a time");
            return result.PerSecond;
        }

        // One person is fed once: what is fed again as it was costs less. When all who are known have been fed, it is somebody new.
        async Task FeedAsync(int known, CancellationToken stop)
        {
            var person = Person(known);
            for (var tries = 0; person < Nobody && !_fed.TryAdd(person, 0); tries++)
                person = tries < known / 2 ? (person + 2) % known : Nobody + Interlocked.Increment(ref next);
            await asked.FeedAsync(person, stop);
        }

        async Task AtAsync(int known, bool judged)
        {
            await new ClosedLoop(Clients, (_, _, stop) => FeedAsync(known, stop)).RunAsync(2000, cancellation);       // a fresh process still compiles
            var feeds = await OpenAsync(PerSecond, (_, stop) => FeedAsync(known, stop));
            var fed = _fed.Keys.Where(number => new NthPerson(number).Numbered).ToArray();          // the others are linked nearly always
            var pix = await OpenAsync(PerSecond, (at, stop) => asked.PixAsync(fed[at % fed.Length], stop));
            var match = await OpenAsync(PerSecond / 4, (at, stop) => asked.MatchAsync(fed[at % fed.Length], stop));
            foreach (var (what, sample, bar) in new[] { ("feed", feeds, 50), ("ihe-pix", pix, 5), ("match", match, 50) })
            {
                run.Judge($"{what}@{known}", "p50_ms", Spread.Once(sample["p50Ms"]), null);
                run.Judge($"{what}@{known}", "p99_ms", Spread.Once(sample["p99Ms"]), judged ? Bar.AtMost(bar) : null);
            }
        }

        async Task<Sample> OpenAsync(double perSecond, Func<long, CancellationToken, Task> ask) =>
            (await new OpenLoop(perSecond, (number, _, stop) => ask(number, stop)).RunAsync(time, cancellation)).ToSample();
    }

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, byte> _fed = new();
}
