using System.Diagnostics;
using System.Text;
using HieImaging.Bench.Measuring;
using HieImaging.Bench.Peers;
using HieImaging.Harness;
using HieImaging.PretendFacility.Domains;

namespace HieImaging.Bench.Registering;

/// <summary>
/// R2: studies of 200 instances by <c>POST /manifests</c>, from the first byte sent until all are registered, audited, and what is told of
/// them is confirmed by the broker; beside inserts of 100 documents of the same size in one statement (<c>insert100.sql</c>).
/// </summary>
internal static class Backfill
{
    private const int Instances = 200, Studies = 1000;
    private static readonly TimeSpan Inserting = TimeSpan.FromSeconds(2);

    public static async Task MeasureAsync(
        Site site, PretendHospital hospital, BenchRun run, int rounds, CancellationToken cancellation)
    {
        var template = KeyObjectTemplate.Of(hospital, Instances);
        var intakes = new PostedIntakes(site.Http, template, () => site.TokenAsync(hospital.Pacs));
        var database = site.Settings["ConnectionStrings__Postgres"];
        var next = 0L;
        async Task<Sample> Post(int studies)
        {
            var (node, store) = (site.Node.CpuMs(), site.Postgres.CpuMs());
            var began = Stopwatch.GetTimestamp();
            var posted = await intakes.PostAsync(next, studies);
            next += studies;
            await intakes.RegisteredAsync(posted);
            await Deadline.Until("what is told is confirmed",
                async () => await site.ScalarAsync("select count(*) from document_store.outbox where published_at is null") is 0L, TimeSpan.FromMinutes(2));
            var took = Stopwatch.GetElapsedTime(began);
            await site.SettledAsync(TimeSpan.FromMinutes(2));
            return new Sample(studies, took)
                .With("nodeCpuMs", (site.Node.CpuMs() - node) / studies)
                .With("postgresCpuMs", (site.Postgres.CpuMs() - store) / studies)
                .With("consumedPerSecond", studies / Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        for (var warm = 0; warm < 3; warm++)
            await Post(Studies);                                    // a fresh process still compiles
        await site.ScalarAsync("create table p_json (id text primary key, data jsonb not null);"
            + "create index on p_json ((data->'subject'->>'reference'));create index on p_json ((data->'identifier'->0->>'value'))");
        var insert = new Pgbench(database, await Insert100(site), "simple", 4);
        Console.WriteLine($"R2: key objects of {template.Length} bytes, {Instances} instances");
        var measured = await new Rounds(
            [
                new("backfill", _ => Post(Studies)),
                new("insert100", async stop => await insert.RunAsync(Inserting, stop) is var sample
                    ? sample with { Units = sample.Units * 100 } : throw new UnreachableException()),
            ], rounds).RunAsync(cancellation);
        run.Keep("R2", measured);
        run.Judge("R2", "ratio", measured.Ratio("backfill", "insert100"), Bar.AtLeast(0.40));
        run.Judge("R2", "studies_per_s", measured.Of("backfill"), Bar.AtLeast(580));
        run.Judge("R2", "consumed_per_s", measured.Of("backfill", "consumedPerSecond"), null);
        run.Judge("R2", "node_cpu_ms", measured.Of("backfill", "nodeCpuMs"), null);
        run.Judge("R2", "postgres_cpu_ms", measured.Of("backfill", "postgresCpuMs"), null);
    }

    // The documents that the node made of the key objects.
    private static async Task<string> Insert100(Site site) => new StringBuilder("insert into p_json values ")
        .Append((string)(await site.ScalarAsync("""
            select string_agg('(gen_random_uuid()::text,' || quote_literal(convert_from(body, 'UTF8')) || ')', ',')
            from (select body from record_locator.registered_study limit 100) studies
            """))!).Append(";\n").ToString();
}
