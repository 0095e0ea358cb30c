using System.Diagnostics;
using System.Text;
using HieImaging.Bench.Measuring;
using HieImaging.Harness;

namespace HieImaging.Bench.Registering;

/// <summary>
/// R4: what lies in the outbox goes to its quorum queue, confirmed and marked; beside a raw publisher of the same bodies. Nobody consumes.
/// </summary>
internal static class Carrying
{
    private const int Messages = 20_000, Bytes = 2500;
    private const string Queue = "hie-identity-feed-manifest-patient-v1";

    public static async Task MeasureAsync(Site site, BenchRun run, int rounds, CancellationToken cancellation)
    {
        var body = $"{{\"Padding\":\"{new string('x', Bytes - 14)}\"}}";
        await using var raw = await RawPublisher.OpenAsync(site.Settings["ConnectionStrings__Bus"], cancellation);
        var measured = await new Rounds(
            [
                new("outbox", stop => CarryAsync(site, raw, body, stop)),
                new("raw publisher", stop => raw.RunAsync(Messages, Encoding.UTF8.GetBytes(body), stop)),
            ], rounds).RunAsync(cancellation);
        run.Keep("R4", measured);
        run.Judge("R4", "ratio", measured.Ratio("outbox", "raw publisher"), Bar.AtLeast(0.5));
        run.Judge("R4", "messages_per_s", measured.Of("outbox"), null);
    }

    // The clock runs from the commit, which rings the relay's bell.
    private static async Task<Sample> CarryAsync(Site site, RawPublisher raw, string body, CancellationToken cancellation)
    {
        await site.ScalarAsync("truncate document_store.outbox");
        await site.ScalarAsync($"""
            insert into document_store.outbox (message_id, type, body, created_at, due_at)
            select gen_random_uuid(), 'StudyRegistered', '{body}', now(), now() + interval '1 hour' from generate_series(1, {Messages})
            """);
        await site.ScalarAsync("vacuum analyze document_store.outbox");
        await site.ScalarAsync("update document_store.outbox set due_at = now(); notify hie_outbox");
        var began = Stopwatch.GetTimestamp();
        await Deadline.Until("the outbox is carried",
            async () => await site.ScalarAsync("select count(*) from document_store.outbox where published_at is null") is 0L, TimeSpan.FromMinutes(2));
        var sample = new Sample(Messages, Stopwatch.GetElapsedTime(began));
        await site.ScalarAsync("truncate document_store.outbox");
        await raw.PurgeAsync(Queue, cancellation);
        return sample;
    }
}
