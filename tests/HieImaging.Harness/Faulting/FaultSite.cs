using System.Diagnostics;
using System.Net;
using HieImaging.Harness.Faulting.Inflicting;
using HieImaging.Harness.Faulting.Working;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Misbehaving;
using HieImaging.PretendFacility.Proxying;
using Npgsql;

namespace HieImaging.Harness.Faulting;

/// <summary>
/// An exchange to be broken: servers of its own behind proxies, four hospitals whose archives misbehave on request, and a workload that goes on
/// meanwhile.
/// </summary>
/// <param name="topology">One entry a process, as of an exchange.</param>
public sealed class FaultSite(params string?[] topology) : Exchange(topology)
{
    private const int Participants = 4;

    private readonly Dictionary<MisbehavingArchive, TcpProxy> _archives = [];

    /// <summary>Between the nodes and PostgreSQL.</summary>
    public TcpProxy Postgres { get; private set; } = null!;

    /// <summary>Between the nodes and RabbitMQ.</summary>
    public TcpProxy Broker { get; private set; } = null!;

    /// <summary>The hospitals, each with the archive that holds its images.</summary>
    public IReadOnlyList<(PretendHospital Hospital, MisbehavingArchive Archive)> Sites { get; private set; } = [];

    /// <summary>Between the nodes and an archive of <see cref="Sites"/>.</summary>
    public TcpProxy NetworkTo(MisbehavingArchive archive) => _archives[archive];

    public Workload Work { get; private set; } = null!;

    /// <summary>Messages that no consumer can ever take, put in on purpose: so many dead letters are expected.</summary>
    public int Poison { get; set; }

    /// <summary>Where the nodes put their temporary files: empty when all is over.</summary>
    public string Temporary { get; } = Checkout.NewFolder("temporary");

    protected override bool HasArchive => false;

    protected override int FreshHospitals => 1;

    protected override int TroubledHospitals => Participants;

    protected override int KeepingHospitals => 0;

    public override async Task InitializeAsync()
    {
        Settings["TMPDIR"] = Temporary;
        Settings["Broker__Archives__Pause"] = "00:00:05";
        Settings["DOTNET_EnableDiagnostics"] = "0";         // its sockets lie among the temporary files
        await base.InitializeAsync();
        Sites = [.. Enumerable.Range(0, Participants).Select(_ => TroubledHospital())];
    }

    /// <summary>The workload begins; the same seed gives the same patients, studies and mix of operations.</summary>
    public async Task<Workload> BeginAsync(int seed, Rates rates)
    {
        Work = await Workload.BeginAsync(this, seed, rates);
        return Work;
    }

    /// <summary>kill -9 of every process of the node; what the proxies held of it is lost with it.</summary>
    public async Task KillNodesAsync()
    {
        foreach (var node in Nodes)
            await node.KillAsync();
        if (!Nodes.All(node => node.HasExited))
            throw new FaultMissedException("A node outlived its kill -9.");
        Postgres.Reset();
        Broker.Reset();
    }

    /// <summary>Starts what was killed, each process where it was.</summary>
    /// <returns>From the first exec until the last is ready.</returns>
    public async Task<TimeSpan> StartAgainAsync()
    {
        var before = Nodes.Select(node => node.Id).ToHashSet();
        var started = Stopwatch.GetTimestamp();
        await StartNodesAsync();
        if (Nodes.Any(node => before.Contains(node.Id)))
            throw new FaultMissedException("The processes are the same as before.");
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Waits until a submission and a read that began after this call are acknowledged.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> ServesAgainAsync(TimeSpan? within = null)
    {
        var started = Stopwatch.GetTimestamp();
        await Deadline.Until("submissions and reads are answered again", () => Task.FromResult(Work.HasServedSince(started)), within);
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>After a fault that went wrong half way: a sound network, servers and archives, and nodes that run.</summary>
    public async Task MendAsync()
    {
        Postgres.Heal();
        Broker.Heal();
        foreach (var (_, archive) in Sites)
            archive.Fault = ArchiveFault.None;
        await Servers.StartAsync("postgres");
        await Servers.StartAsync("rabbitmq");
        if (Nodes.Any(node => node.HasExited))
            await StartNodesAsync();
        await ServesAgainAsync(TimeSpan.FromSeconds(60));
    }

    public override async Task DisposeAsync()
    {
        if (Work is not null)
            await Work.DisposeAsync();
        await base.DisposeAsync();
        foreach (var network in _archives.Values)
            await network.DisposeAsync();
        if (Postgres is not null)
            await Postgres.DisposeAsync();
        if (Broker is not null)
            await Broker.DisposeAsync();
    }

    protected override Task<Servers> StartServersAsync() => Servers.OwnAsync();

    protected override string WayTo(MisbehavingArchive archive)
    {
        var to = new UriBuilder(archive.DicomWeb);
        var network = TcpProxy.Start(to.Port);
        _archives[archive] = network;
        return new UriBuilder(to.Uri) { Port = network.Port }.Uri.ToString();
    }

    // Statements in the clear: a fault strikes at what it reads on the wire, and of prepared ones only a name is sent.
    protected override string WayTo(string database)
    {
        var to = new NpgsqlConnectionStringBuilder(database);
        Postgres = TcpProxy.Start(to.Port);
        return new NpgsqlConnectionStringBuilder(database) { Host = IPAddress.Loopback.ToString(), Port = Postgres.Port, MaxAutoPrepare = 0 }.ConnectionString;
    }

    // The default virtual host, for a broker that is reset has no other.
    protected override Task<string> NewBusAsync()
    {
        var to = new Uri(Servers.Bus);
        Broker = TcpProxy.Start(to.Port);
        return Task.FromResult(new UriBuilder(to) { Port = Broker.Port, Path = "" }.Uri.ToString().TrimEnd('/'));
    }
}
