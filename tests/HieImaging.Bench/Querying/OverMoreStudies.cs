using System.Globalization;
using HieImaging.Bench.Measuring;
using HieImaging.Harness;

namespace HieImaging.Bench.Querying;

/// <summary>Q3: the same query while the exchange grows a hundredfold; one client, so that it is the query's own time.</summary>
internal static class OverMoreStudies
{
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(1.5);

    public static async Task MeasureAsync(GrownSites grown, BenchRun run, int rounds, CancellationToken cancellation)
    {
        var asked = grown.All.ToDictionary(Name, _ => 0.0);
        var before = new Dictionary<string, double>();
        foreach (var one in grown.All)
            before[Name(one)] = await BuffersAsync(one.Database, 0);
        var variants = grown.All.Select(one => Counted(Variant(grown.Site, one), asked)).ToList();
        var measured = await new Rounds(variants, rounds, warmUps: 2).RunAsync(cancellation);
        run.Keep("Q3", measured);

        var buffers = new Dictionary<string, double>();
        foreach (var one in grown.All)
        {
            await one.Node.StopAsync();                                             // what its connections have counted is told at their end
            buffers[Name(one)] = (await BuffersAsync(one.Database, before[Name(one)] + (5 * asked[Name(one)])) - before[Name(one)]) / asked[Name(one)];
        }
        var (least, most) = (Name(grown.All[0]), Name(grown.All[^1]));
        run.Judge("Q3", $"p50_ratio_{most}", measured.Ratio(most, least, "p50Ms"), Bar.AtMost(1.2));
        run.Judge("Q3", $"p99_ratio_{most}", measured.Ratio(most, least, "p99Ms"), Bar.AtMost(1.5));
        run.Judge("Q3", $"more_buffers_{most}", Spread.Once(buffers[most] - buffers[least]), Bar.AtMost(3));
        foreach (var name in grown.All.Select(Name))
        {
            run.Judge("Q3", $"p50_ms_{name}", measured.Of(name, "p50Ms"), null);
            run.Judge("Q3", $"buffers_{name}", Spread.Once(buffers[name]), null);
        }
    }

    private static string Name((int Studies, string Database, NodeProcess Node) one) =>
        one.Studies >= 1_000_000 ? $"{one.Studies / 1_000_000}M" : $"{one.Studies / 1_000}k";

    private static Variant Variant(QuerySite site, (int Studies, string Database, NodeProcess Node) one) =>
        new NodeVariant(site, one.Node).Of(Name(one), 1, Slice, OfOnePatient.AnyPatient(site, one.Studies), OfOnePatient.HasFive);

    private static Variant Counted(Variant variant, Dictionary<string, double> asked) => variant with
    {
        RunAsync = async cancellation =>
        {
            var sample = await variant.RunAsync(cancellation);
            asked[variant.Name] += sample.Units;
            return sample;
        },
    };

    // Blocks of studies and persons that PostgreSQL's own statistics say were asked for, cached or not: of the node's statements themselves.
    private static async Task<double> BuffersAsync(string database, double atLeast)
    {
        double last = -1, now = 0;
        await Deadline.Until("PostgreSQL has counted the buffers", async () =>
        {
            (last, now) = (now, double.Parse((string)(await Servers.ScalarAsync(database, """
                select sum(heap_blks_read + heap_blks_hit + idx_blks_read + idx_blks_hit)::text from pg_statio_user_tables
                where schemaname = 'record_locator' and relname in ('registered_study', 'person_link')
                """))!, CultureInfo.InvariantCulture));
            return now == last && now >= atLeast;
        });
        return now;
    }
}
