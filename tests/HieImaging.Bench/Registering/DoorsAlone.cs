using HieImaging.Bench.Measuring;
using HieImaging.Harness;

namespace HieImaging.Bench.Registering;

/// <summary>
/// In the place of the site's node one that opens the doors and carries the outbox, but consumes nothing: what follows a registration later
/// is another process' work.
/// </summary>
internal sealed class DoorsAlone : IAsyncDisposable
{
    private readonly NodeProcess _node;

    private DoorsAlone(NodeProcess node) => _node = node;

    public ProcessTree Node => new(_node.Id);

    public static async Task<DoorsAlone> StartAsync(Site site)
    {
        await site.SettledAsync(TimeSpan.FromMinutes(2));
        await site.Nodes[0].StopAsync();
        var settings = new Dictionary<string, string>(site.Settings, StringComparer.Ordinal)
        {
            ["Listening__Urls"] = site.Address.ToString().TrimEnd('/'),
        };
        using var http = new HttpClient();
        return new DoorsAlone(await NodeProcess.StartAsync(settings, "broker", http));
    }

    public ValueTask DisposeAsync() => _node.DisposeAsync();
}
