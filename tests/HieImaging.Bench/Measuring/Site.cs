using System.Globalization;
using HieImaging.Harness;
using HieImaging.PretendFacility.Domains;

namespace HieImaging.Bench.Measuring;

/// <summary>
/// What a measurement needs: an exchange whose node is one process with all roles, on servers of its own that are set up for load
/// (docs/testing.md), with limits a client raised so that they are not what is measured.
/// </summary>
public sealed class Site : Exchange, IAsyncDisposable
{
    private Site() : base([null])
    {
    }

    /// <summary>PostgreSQL with all of its backends.</summary>
    public ProcessTree Postgres { get; private set; } = null!;

    public ProcessTree RabbitMq { get; private set; } = null!;

    public ProcessTree Node => new(Nodes[0].Id);

    protected override bool HasArchive => false;

    /// <summary>Starts servers and a node.</summary>
    /// <param name="settings">Settings of the node, over those of a site.</param>
    public static async Task<Site> StartAsync(params IReadOnlyList<(string Name, string Value)> settings)
    {
        var site = new Site();
        foreach (var (name, value) in Unthrottled.Settings.Concat(settings.Select(given => new KeyValuePair<string, string>(given.Name, given.Value))))
            site.Settings[name] = value;
        try
        {
            await site.InitializeAsync();
            site.Postgres = new ProcessTree(await site.Servers.PidAsync("postgres") ?? throw new InvalidOperationException("No PostgreSQL."));
            site.RabbitMq = new ProcessTree(await site.Servers.PidAsync("rabbitmq") ?? throw new InvalidOperationException("No RabbitMQ."));
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives a fresh hospital an archive at a DICOMweb root.</summary>
    public async Task<PretendHospital> HospitalAsync(string dicomWeb)
    {
        var (hospital, before) = (FreshHospital() with { DicomWeb = dicomWeb }, await DomainVersionAsync());
        await ImportAsync(Domain with { Hospitals = [.. Domain.Hospitals.Select(other => other.Id == hospital.Id ? hospital : other)] });
        await Deadline.Until("the node has seen the import", async () => await DomainVersionAsync() > before);
        return hospital;
    }

    private async Task<double> DomainVersionAsync()
    {
        var metrics = await Http.GetStringAsync(new Uri(Nodes[0].Management, "metrics"));
        var line = metrics.Split('\n').First(line => line.StartsWith("hie_domain_version", StringComparison.Ordinal));
        return double.Parse(line[line.LastIndexOf(' ')..], CultureInfo.InvariantCulture);
    }

    // The cluster that the bars were set with; what is durable stays durable.
    protected override async Task<Servers> StartServersAsync()
    {
        var servers = await Servers.OwnAsync();
        await Servers.ScalarAsync(servers.Postgres,
            "alter system set shared_buffers = '2GB'; alter system set max_wal_size = '8GB'; alter system set checkpoint_timeout = '30min'");
        await servers.StopAsync("postgres");
        await servers.StartAsync("postgres");
        return servers;
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();
}
