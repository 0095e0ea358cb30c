using System.Net;
using System.Net.Http.Headers;
using HieImaging.Bench.Measuring;
using HieImaging.Bench.Peers;
using HieImaging.Harness;
using HieImaging.PretendFacility.Domains;

namespace HieImaging.Bench.Registering;

/// <summary>
/// R1: one key object of a new study and a new patient a request, by STOW-RS (RAD-108), eight at a time: authorized, registered, audited, told.
/// Beside it the same rows by pgbench in one pipelined transaction, and a bare insert of the document.
/// </summary>
internal static class OneByOne
{
    private const int Instances = 8, Clients = 8, NewPatient = 4;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(3);

    public static async Task MeasureAsync(
        Site site, PretendHospital hospital, DoorsAlone doors, BenchRun run, int rounds, CancellationToken cancellation)
    {
        var template = KeyObjectTemplate.Of(hospital, Instances);
        var number = 100_000_000L;
        using var http = new HttpClient { BaseAddress = site.Address };
        var token = await site.TokenAsync(hospital.Pacs);
        var loop = new ClosedLoop(Clients, async (_, _, stop) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"dicomweb/at/{hospital.Id}/studies")
            {
                Content = new ByteArrayContent(MultipartKeyObject.Of(template.Stamp(Interlocked.Add(ref number, NewPatient)))),
            };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", MultipartKeyObject.ContentType);
            request.Headers.Accept.ParseAdd("application/dicom+json");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await http.SendAsync(request, stop);
            if (answer.StatusCode != HttpStatusCode.OK)
                throw new HttpRequestException($"STOW-RS was answered by {(int)answer.StatusCode}.");
        });
        await loop.RunAsync(2000, cancellation);                    // a fresh process still compiles
        await Deadline.Until("what is told is confirmed",
            async () => await site.ScalarAsync("select count(*) from document_store.outbox where published_at is null") is 0L, TimeSpan.FromMinutes(2));
        var database = site.Settings["ConnectionStrings__Postgres"];
        var same = new Pgbench(database, await SameRows.ScriptAsync(site), "extended", Clients);
        var bare = new Pgbench(database, await BareAsync(site), "simple", Clients);
        var measured = await new Rounds(
            [
                new("node", async stop =>
                {
                    token = await site.TokenAsync(hospital.Pacs);
                    var (node, store) = (doors.Node.CpuMs(), site.Postgres.CpuMs());
                    var sample = (await loop.RunAsync(Time, stop)).ToSample();
                    return sample.With("nodeCpuMs", (doors.Node.CpuMs() - node) / sample.Units)
                        .With("postgresCpuMs", (site.Postgres.CpuMs() - store) / sample.Units);
                }),
                new("same rows", stop => same.RunAsync(Time, stop)),
                new("bare insert", stop => bare.RunAsync(Time, stop)),
            ], rounds).RunAsync(cancellation);
        run.Keep("R1", measured);
        run.Judge("R1", "ratio", measured.Ratio("node", "same rows"), Bar.AtLeast(0.60));
        run.Judge("R1", "ratio_to_bare", measured.Ratio("node", "bare insert"), null);
        run.Judge("R1", "node_cpu_ms", measured.Of("node", "nodeCpuMs"), null);
        run.Judge("R1", "postgres_cpu_ms", measured.Of("node", "postgresCpuMs"), null);
    }

    private static async Task<string> BareAsync(Site site)
    {
        await site.ScalarAsync("""
            create table p_bytes (id text primary key, patient text not null, started timestamptz not null,
                                  uid text not null, body bytea compression lz4 not null);
            create index on p_bytes (patient, started desc);
            create unique index on p_bytes (uid)
            """);
        var body = await site.ScalarAsync("select encode(body, 'hex') from record_locator.registered_study order by last_updated desc limit 1");
        return $"insert into p_bytes values (gen_random_uuid()::text,'Patient/p1',now(),gen_random_uuid()::text,'\\x{body}');\n";
    }
}
