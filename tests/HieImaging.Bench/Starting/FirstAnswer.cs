using HieImaging.Bench.Measuring;
using HieImaging.Bench.Peers;

namespace HieImaging.Bench.Starting;

/// <summary>C1: from exec to the first 200, schema present: a node of all roles, one of a single role, and Orthanc with an empty store.</summary>
internal static class FirstAnswer
{
    public static async Task RunAsync(Site site, BenchRun run, int rounds, CancellationToken cancellation)
    {
        Console.WriteLine("C1: exec to the first 200");
        var settings = new Dictionary<string, string>(site.Settings) { ["Listening__Urls"] = site.Address.ToString().TrimEnd('/') };
        await site.Nodes[0].StopAsync();
        var measured = await new Rounds([Node("node", settings, null), Node("one role", settings, "registry"), Orthanc()], rounds)
            .RunAsync(cancellation);
        run.Keep("C1", measured);
        run.Judge("C1", "exec_to_200_s", measured.Of("node", "seconds"), Bar.AtMost(2));
        run.Judge("C1 one role", "exec_to_200_s", measured.Of("one role", "seconds"), Bar.AtMost(2));
        run.Judge("C1 orthanc", "exec_to_200_s", measured.Of("orthanc", "seconds"), null);
        run.Judge("C1", "cpu_ms", measured.Of("node", "cpuMs"), null);
    }

    private static Variant Node(string name, IReadOnlyDictionary<string, string> settings, string? roles) => new(name, async cancellation =>
    {
        await using var node = await StartedNode.StartAsync(settings, roles, cancellation);
        return Once(node.StartedIn, node.Tree);
    });

    private static Variant Orthanc() => new("orthanc", async _ =>
    {
        await using var orthanc = await OrthancServer.StartAsync();
        return Once(orthanc.StartedIn, orthanc.Tree);
    });

    private static Sample Once(TimeSpan took, ProcessTree tree) =>
        new Sample(1, took).With("seconds", took.TotalSeconds).With("cpuMs", tree.CpuMs());
}
