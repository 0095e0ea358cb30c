using System.Collections.Concurrent;
using System.Diagnostics;
using HieImaging.AffinityDomain.Participants;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Misbehaving;
using HieImaging.PretendFacility.Repositories;
using HieImaging.PretendFacility.Tokens;

namespace HieImaging.Harness;

/// <summary>A whole exchange on real servers: a database and a virtual host of its own, archives, nodes in one topology, and participants to be taken fresh.</summary>
/// <param name="topology">One entry a process: its roles, comma-separated; null: all.</param>
public abstract class Exchange(params string?[] topology)
{
    /// <summary>The one origin whose web pages may call, where it is listed.</summary>
    public const string Viewer = "https://viewer.example.org";

    // An access token lives five minutes.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(3);

    private readonly ConcurrentDictionary<string, (string Token, long Since)> _tokens = new(StringComparer.Ordinal);
    private IReadOnlyList<NodeProcess> _nodes = [];
    private readonly List<string> _past = [];
    private readonly List<MisbehavingArchive> _misbehaving = [];
    private PretendRepository _repository = null!;
    private int _keeping;
    private int _fresh;
    private int _troubled;
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
    public Uri Address { get; private set; } = null!;

    /// <summary>How the domain's patient ids are kept.</summary>
    protected virtual PatientIdMode PatientIds => PatientIdMode.Fed;

    /// <summary>Whether anything is retrieved in this exchange.</summary>
    protected virtual bool HasArchive => true;

    /// <summary>Whether <see cref="Viewer"/> is listed; else nobody is.</summary>
    protected virtual bool ListsViewer => false;

    /// <summary>Hospitals whose images are in the one archive.</summary>
    protected virtual int FreshHospitals => 400;

    /// <summary>Hospitals with an archive of their own that goes wrong on request.</summary>
    protected virtual int TroubledHospitals => 24;

    /// <summary>Hospitals with a repository of their own.</summary>
    protected virtual int KeepingHospitals => 16;

    /// <summary>The domain of these hospitals; an exchange may name more, and rule otherwise.</summary>
    protected virtual PretendDomain DomainOf(IReadOnlyList<PretendHospital> hospitals) => new() { Hospitals = hospitals, Mode = PatientIds };

    /// <summary>What carries the messages: a virtual host of its own, or <c>memory:</c>.</summary>
    protected virtual Task<string> NewBusAsync() => Servers.NewBusAsync();

    /// <summary>How the nodes reach the database.</summary>
    protected virtual string WayTo(string database) => database;

    /// <summary>How the nodes reach an archive that may go wrong: its DICOMweb root.</summary>
    protected virtual string WayTo(MisbehavingArchive archive) => archive.DicomWeb;

    /// <summary>The database itself, whatever stands between it and the nodes.</summary>
    public string Database { get; private set; } = "";

    public virtual async Task InitializeAsync()
    {
        Servers = await StartServersAsync();
        Archive = HasArchive ? await ArchiveProcess.StartAsync("shared", Http) : null!;
        Keys = new ClientKeys(Checkout.NewFolder("keys"));
        for (var i = 0; i < TroubledHospitals; i++)
            _misbehaving.Add(await MisbehavingArchive.StartAsync(0, CancellationToken.None));
        _repository = await PretendRepository.StartAsync(0, CancellationToken.None);
        Domain = DomainOf(
            [
                .. Enumerable.Range(1, FreshHospitals).Select(number => new PretendHospital($"h{number}", number, HasArchive ? Archive.DicomWeb : null)),
                .. _misbehaving.Select((archive, index) => new PretendHospital($"troubled{index}", FreshHospitals + 1 + index, WayTo(archive))),
                .. Enumerable.Range(0, KeepingHospitals).Select(index => new PretendHospital(
                    $"keeping{index}", FreshHospitals + TroubledHospitals + 1 + index, null, _repository.AddressOf($"keeping{index}"))),
            ]);
        Database = await Servers.NewDatabaseAsync();
        Settings["ConnectionStrings__Postgres"] = WayTo(Database);
        Settings["ConnectionStrings__Bus"] = await NewBusAsync();
        Settings["Broker__Archives__FirstByteWithin"] = "00:00:08";
        Settings["Broker__Archives__IdleAtMost"] = "00:00:04";
        Settings["Governance__Audit__CheckpointEvery"] = "00:00:02";
        Settings["Registry__Fetching__Within"] = "00:00:03";
        Settings["Registry__Fetching__RetryAfter"] = "00:00:00.500";
        Settings["Registry__Fetching__Pause"] = "00:00:01";
        Settings["Registry__Fetching__LookEvery"] = "00:00:00.500";
        Settings["Bus__Outbox__RepublishAfter"] = "00:00:10";
        foreach (var (bound, most) in (ReadOnlySpan<(string, string)>)[("ChainSteps", "3"), ("IncludeRounds", "3"), ("Includes", "5")])
            Settings.TryAdd("Fhir__Bounds__" + bound, most);
        if (ListsViewer)
            Settings["CrossOrigin__Origins__0"] = Viewer;
        Settings["Domain"] = Path.Combine(Checkout.NewFolder("domain"), "domain.json");
        Domain.Write(Settings["Domain"], Keys);
        await NodeProcess.RunAsync(Settings, "schema", "apply");
        await StartNodesAsync();
    }

    /// <summary>A hospital that no other test has: its clients, its authority, its empty list of patients.</summary>
    public PretendHospital FreshHospital() => Domain.Hospitals[Next(ref _fresh, FreshHospitals)];

    /// <summary>A hospital that no other test has, with an archive of its own that goes wrong on request.</summary>
    public (PretendHospital Hospital, MisbehavingArchive Archive) TroubledHospital()
    {
        var index = Next(ref _troubled, TroubledHospitals);
        return (Domain.Hospitals[FreshHospitals + index], _misbehaving[index]);
    }

    /// <summary>A hospital that no other test has, with a repository of its own that goes wrong on request.</summary>
    public (PretendHospital Hospital, PretendRepository Repository) KeepingHospital() =>
        (Domain.Hospitals[FreshHospitals + TroubledHospitals + Next(ref _keeping, KeepingHospitals)], _repository);

    // A story that went past its kind would get a hospital of another kind, or one that a later story takes for fresh.
    private static int Next(ref int taken, int of) => Interlocked.Increment(ref taken) is var number && number <= of
        ? number - 1
        : throw new InvalidOperationException($"The {of} hospitals of this kind are taken; let the exchange have more.");

    /// <summary>A number that no other patient, accession or document of this exchange has.</summary>
    public string FreshNumber() => $"{Interlocked.Increment(ref _number)}-{Random.Shared.Next(100_000, 999_999)}";

    /// <summary>The client's access token with all of its scopes; asked for again when it grows old.</summary>
    public async Task<string> TokenAsync(string client)
    {
        if (_tokens.TryGetValue(client, out var known) && Stopwatch.GetElapsedTime(known.Since) < Fresh)
            return known.Token;
        var asked = Stopwatch.GetTimestamp();
        var token = await Tokens.TokenAsync(client, null, null, CancellationToken.None);
        _tokens[client] = (token, asked);
        return token;
    }

    public TokenClient Tokens => new(Http, Keys, TimeProvider.System);

    /// <summary>Changes the domain for good, as an operator would: writes the file and imports it.</summary>
    public async Task ImportAsync(PretendDomain domain)
    {
        Domain = domain;
        Domain.Write(Settings["Domain"], Keys);
        await NodeProcess.RunAsync(Settings, "domain", "import", Settings["Domain"]);
    }

    /// <summary>Starts the processes of the topology; called again after a crash, it starts them on the ports that they had.</summary>
    public async Task StartNodesAsync()
    {
        var ports = _nodes.Select(node => node.Doors).ToList();
        foreach (var ended in _nodes)
            await ForgetAsync(ended);
        _nodes = [];
        foreach (var roles in topology)
            _nodes = [.. _nodes, await StartNodeAsync(roles, ports.Count > 0 ? ports[_nodes.Count] : null)];
        if (ports.Count > 0)
            return;
        Address = _nodes[0].Doors;
        Http = new HttpClient(new TakingTurns(Address, () => [.. Nodes.Select(node => node.Doors)])) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>One more process with all roles, which takes its turn among the others.</summary>
    public async Task<NodeProcess> AddNodeAsync()
    {
        var added = await StartNodeAsync(null, null);
        _nodes = [.. _nodes, added];
        return added;
    }

    /// <summary>A killed process of all roles comes back on its port; the new one.</summary>
    public async Task<NodeProcess> RestartNodeAsync(NodeProcess ended)
    {
        var back = await StartNodeAsync(null, ended.Doors);
        _nodes = [.. _nodes.Select(node => node == ended ? back : node)];
        await ForgetAsync(ended);
        return back;
    }

    /// <summary>A process that was added is ended as by an operator, and takes no turn any more.</summary>
    public async Task RemoveNodeAsync(NodeProcess added)
    {
        _nodes = [.. _nodes.Where(node => node != added)];
        await added.StopAsync();
        await ForgetAsync(added);
    }

    private async Task<NodeProcess> StartNodeAsync(string? roles, Uri? at)
    {
        using var plain = new HttpClient();
        var settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal);
        if (at is not null)
            settings["Listening__Urls"] = at.ToString().TrimEnd('/');
        if (_nodes.Count > 0 && _nodes[0].Doors != at)
            settings["Listening__PublicUrl"] = _nodes[0].Doors.ToString().TrimEnd('/');
        return await NodeProcess.StartAsync(settings, roles, plain);
    }

    private async Task ForgetAsync(NodeProcess ended)
    {
        _past.AddRange(ended.Log);
        await ended.DisposeAsync();
    }

    /// <summary>Every line that the nodes wrote.</summary>
    public IEnumerable<string> Logs => _past.Concat(_nodes.SelectMany(node => node.Log));

    /// <summary>Waits until everything that was committed has been heard by everybody who listens: the outbox is empty.</summary>
    public async Task SettledAsync(TimeSpan? within = null)
    {
        try
        {
            await Deadline.Until("the outbox is empty", async () => await ScalarAsync("select count(*) from document_store.outbox") is 0L, within);
        }
        catch (TimeoutException)
        {
            var waiting = await ScalarAsync("select string_agg(type || ' ' || attempts, ', ') from (select * from document_store.outbox limit 20) waiting");
            throw new TimeoutException($"The outbox is not empty: {waiting}\n{string.Join('\n', Logs.TakeLast(30))}");
        }
    }

    /// <summary>One value out of the exchange's database, as a superuser sees it.</summary>
    public Task<object?> ScalarAsync(string sql) => Servers.ScalarAsync(Database, sql);

    public virtual async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        foreach (var archive in _misbehaving)
            await archive.DisposeAsync();
        if (_repository is not null)
            await _repository.DisposeAsync();
        if (Archive is not null)
            await Archive.DisposeAsync();
        if (Servers is not null)
            await Servers.DisposeAsync();
        Http.Dispose();
    }

    protected virtual Task<Servers> StartServersAsync() => Servers.SharedAsync();
}
