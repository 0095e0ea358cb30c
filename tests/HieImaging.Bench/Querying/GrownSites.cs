using HieImaging.Harness;

namespace HieImaging.Bench.Querying;

/// <summary>The same exchange several times, with more and more studies: a database and a node each, on one PostgreSQL.</summary>
internal sealed class GrownSites : IAsyncDisposable
{
    private readonly List<(int Studies, string Database, NodeProcess Node)> _all = [];

    private GrownSites(QuerySite site) => Site = site;

    public QuerySite Site { get; }

    public IReadOnlyList<(int Studies, string Database, NodeProcess Node)> All => _all;

    /// <summary>Copies the site's database as it is and fills each copy. Its tokens are good at every node.</summary>
    public static async Task<GrownSites> StartAsync(QuerySite site, IReadOnlyList<int> studies, CancellationToken cancellation)
    {
        var grown = new GrownSites(site);
        using var http = new HttpClient();
        foreach (var count in studies)
        {
            var database = await site.Site.Servers.CopyAsync(site.Site.Database);
            await new StudyLoad(site, database).FillAsync(count, cancellation);
            var settings = new Dictionary<string, string>(site.Site.Settings, StringComparer.Ordinal)
            {
                ["ConnectionStrings__Postgres"] = database,
                ["ConnectionStrings__Bus"] = "memory:",
                ["Listening__PublicUrl"] = site.Site.Address.ToString().TrimEnd('/'),
            };
            grown._all.Add((count, database, await NodeProcess.StartAsync(settings, null, http)));
        }
        return grown;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, database, node) in _all)
        {
            await node.DisposeAsync();
            var name = new Npgsql.NpgsqlConnectionStringBuilder(database).Database;
            await Servers.ScalarAsync(Site.Site.Servers.Postgres, $"drop database {name} with (force)");
        }
    }
}
