using System.Globalization;
using HieImaging.Bench.Measuring;
using HieImaging.Harness;

namespace HieImaging.Bench.Querying;

/// <summary>A node that is asked, with what it costs: <c>cpuMs</c>, <c>postgresMs</c> and <c>allocatedKb</c> a request.</summary>
internal sealed class NodeVariant(QuerySite site, NodeProcess node)
{
    private static readonly HttpClient Http = new();

    /// <param name="path">A request, drawn at random.</param>
    /// <param name="accept">The media type that is asked for.</param>
    public Variant Of(string name, int clients, TimeSpan time, Func<Random, string> path, Func<ReadOnlySpan<byte>, bool> isRight,
        string accept = "application/fhir+json") => new(name, async cancellation =>
    {
        var loop = new QueryLoop(node.Doors, $"Accept: {accept}\r\n{await site.HeadersAsync()}", path, isRight);
        var (cpu, postgres, allocated) = await CountersAsync();
        var sample = await loop.RunAsync(clients, time, cancellation);
        var after = await CountersAsync();
        return sample.With("cpuMs", (after.Cpu - cpu) / sample.Units).With("postgresMs", (after.Postgres - postgres) / sample.Units)
            .With("allocatedKb", (after.Allocated - allocated) / sample.Units / 1024);
    });

    // Total bytes allocated since the process began (the runtime's own counter).
    private async Task<(double Cpu, double Postgres, double Allocated)> CountersAsync()
    {
        var metrics = await Http.GetStringAsync(new Uri(node.Management, "metrics"));
        var line = metrics.Split('\n').First(line => line.StartsWith("dotnet_gc_heap_total_allocated", StringComparison.Ordinal));
        return (new ProcessTree(node.Id).CpuMs(), site.Site.Postgres.CpuMs(), double.Parse(line[line.LastIndexOf(' ')..], CultureInfo.InvariantCulture));
    }
}
