using System.Collections.Concurrent;
using HieImaging.AffinityDomain.Participants;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Tokens;
using Xunit;

namespace HieImaging.SystemTests.Harness;

/// <summary>A whole exchange on real servers: a database and a virtual host of its own, archives, nodes in one topology, and participants to be taken fresh.</summary>
/// <param name="topology">One entry a process: its roles, comma-separated; null: all.</param>
public abstract class Exchange(params string?[] topology) : IAsyncLifetime
{
    private const int FreshHospitals = 60;

    private readonly ConcurrentDictionary<string, Task<string>> _tokens = new(StringComparer.Ordinal);
    private readonly List<NodeProcess> _nodes = [];
    private int _fresh;
    private int _number;

    /// <summary>Requests to <see cref="Uri"/>s of the first node take turns among all nodes.</summary>
    public HttpClient Http { get; private set; } = new();

    public Servers Servers { get; private set; } = null!;

    /// <summary>Settings of every process of this exchange.</summary>
    public Dictionary<string, string> Settings { get; } = new(StringComparer.Ordinal);

    public ClientKeys Keys { get; private set; } = null!;

    public PretendDomain Domain { get; private set; } = null!;

    public IReadOnlyList<NodeProcess> Nodes => _nodes;

    /// <summary>A real archive; every fresh hospital's images are in it.</summary>
    public ArchiveProcess Archive { get; private set; } = null!;

    /// <summary>The address under which the exchange is known.</summary>
    public Uri Address => _nodes[0].Doors;

    /// <summary>How the domain's patient ids are kept.</summary>
    protected virtual PatientIdMode PatientIds => PatientIdMode.Fed;

    public virtual async Task InitializeAsync()
    {
        Servers = await StartServersAsync();
        Archive = await ArchiveProcess.StartAsync("shared", Http);
        Keys = new ClientKeys(Checkout.NewFolder("keys"));
        Domain = new PretendDomain
        {
            Hospitals = [.. Enumerable.Range(1, FreshHospitals).Select(number => new PretendHospital($"h{number}", number, Archive.DicomWeb))],
            Mode = PatientIds,
        };
        Settings["ConnectionStrings__Postgres"] = await Servers.NewDatabaseAsync();
        Settings["ConnectionStrings__Bus"] = await Servers.NewBusAsync();
        Settings["Domain"] = Path.Combine(Checkout.NewFolder("domain"), "domain.json");
        Domain.Write(Settings["Domain"], Keys);
        await NodeProcess.RunAsync(Settings, "schema", "apply");
        await StartNodesAsync();
    }

    /// <summary>A hospital that no other test has: its clients, its authority, its empty list of patients.</summary>
    public PretendHospital FreshHospital() => Domain.Hospitals[Interlocked.Increment(ref _fresh) - 1];

    /// <summary>A number that no other patient, accession or document of this exchange has.</summary>
    public string FreshNumber() => $"{Interlocked.Increment(ref _number)}-{Random.Shared.Next(100_000, 999_999)}";

    /// <summary>The client's access token with all of its scopes; asked for once.</summary>
    public Task<string> TokenAsync(string client) =>
        _tokens.GetOrAdd(client, _ => Tokens.TokenAsync(client, null, null, CancellationToken.None));

    public TokenClient Tokens => new(Http, Keys, TimeProvider.System);

    /// <summary>Changes the domain for good, as an operator would: writes the file and imports it.</summary>
    public async Task ImportAsync(PretendDomain domain)
    {
        Domain = domain;
        Domain.Write(Settings["Domain"], Keys);
        await NodeProcess.RunAsync(Settings, "domain", "import", Settings["Domain"]);
    }

    /// <summary>Starts the processes of the topology; after a crash it is called again.</summary>
    public async Task StartNodesAsync()
    {
        _nodes.Clear();
        using var plain = new HttpClient();
        foreach (var roles in topology)
        {
            var settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal);
            if (_nodes.Count > 0)
                settings["Listening__PublicUrl"] = _nodes[0].Doors.ToString().TrimEnd('/');
            _nodes.Add(await NodeProcess.StartAsync(settings, roles, plain));
        }
        _tokens.Clear();
        Http = new HttpClient(new TakingTurns([.. _nodes.Select(node => node.Doors)])) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>Every line that the nodes wrote.</summary>
    public IEnumerable<string> Logs => _nodes.SelectMany(node => node.Log);

    public virtual async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        if (Archive is not null)
            await Archive.DisposeAsync();
        if (Servers is not null)
            await Servers.DisposeAsync();
        Http.Dispose();
    }

    protected virtual Task<Servers> StartServersAsync() => Servers.SharedAsync();
}
