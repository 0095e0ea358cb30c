using HieImaging.Bench.Measuring;
using HieImaging.Bench.Peers;

namespace HieImaging.Bench.Querying;

/// <summary>Q1: five studies of a patient by another hospital's number, with token, policy and audit, from eight clients.</summary>
internal static class OfOnePatient
{
    public const int Clients = 8;

    /// <summary>How long each variant runs in a round.</summary>
    public static readonly TimeSpan Slice = TimeSpan.FromSeconds(2);

    private const string Node = "node", Audited = "pgbench, extended", Prepared = "pgbench, prepared", Bare = "pgbench, bare";

    public static async Task MeasureAsync(QuerySite site, BenchRun run, int studies, int rounds, CancellationToken cancellation)
    {
        await new StudyLoad(site, site.Site.Database).FillAsync(studies, cancellation);
        await TemplateStudies.FindAsync(site, new KnownPatient(0));                 // the audit record that the peer's is measured by
        var peer = new PeerTables(site, studies / StudyLoad.Each);
        await peer.FillAsync();
        await using var orthanc = await OrthancServer.StartAsync();
        await OrthancStudies.FillAsync(orthanc, cancellation);
        var node = new NodeVariant(site, site.Site.Nodes[0]);

        var measured = await new Rounds(
            [
                node.Of(Node, Clients, Slice, AnyPatient(site, studies), HasFive), await peer.AuditedAsync("extended"), await peer.AuditedAsync("prepared"),
                peer.Bare(), OrthancStudies.Variant(orthanc), new ObjectRoundTrip(site, studies / StudyLoad.Each).Variant(),
            ],
            rounds).RunAsync(cancellation);
        run.Keep("Q1", measured);
        run.Judge("Q1", "ratio_pgbench", measured.Ratio(Node, Audited), Bar.AtLeast(0.5));
        run.Judge("Q1", "ratio_orthanc", measured.Ratio(Node, "Orthanc"), Bar.AtLeast(20));
        run.Judge("Q1", "ratio_pgbench_prepared", measured.Ratio(Node, Prepared), null);
        run.Judge("Q1", "ratio_bare_search", measured.Ratio(Node, Bare), null);
        run.Judge("Q1", "ratio_objects", measured.Ratio(Node, "objects"), null);
        run.Judge("Q1", "node_cpu_ms", measured.Of(Node, "cpuMs"), null);
        run.Judge("Q1", "postgres_cpu_ms", measured.Of(Node, "postgresMs"), null);
        run.Judge("Q1", "pgbench_postgres_cpu_ms", measured.Of(Audited, "postgresMs"), null);
        run.Judge("Q1", "allocated_kb", measured.Of(Node, "allocatedKb"), null);
    }

    /// <summary>The query, of a patient drawn from so many studies.</summary>
    public static Func<Random, string> AnyPatient(QuerySite site, int studies) => random => site.Query(new KnownPatient(random.Next(studies / StudyLoad.Each)));

    public static bool HasFive(ReadOnlySpan<byte> bundle) => bundle.IndexOf("\"total\":5,"u8) > 0;
}
