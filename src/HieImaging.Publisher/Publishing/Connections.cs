using System.Text.Json;
using HieImaging.Publisher.Keeping;
using HieImaging.Publisher.Reading;
using HieImaging.Publisher.Sending;
using HieImaging.Xds.Soap;

namespace HieImaging.Publisher.Publishing;

/// <summary>The archive, the node and the memory of what was published, put together for one process.</summary>
internal sealed class Connections : IDisposable
{
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(10);

    private readonly List<IDisposable> _owned = [];
    private readonly PatientCrossReference? _crossReference;

    private Connections(
        PublishOptions options, string key, Func<HttpMessageHandler>? peers, TimeSpan patience, int mayFail, Told told, TimeProvider clock)
    {
        MayFail = mayFail;
        var signing = ClientKey.Read(key);
        State = Owned(PublishState.Open(options.StateFile));
        HttpMessageHandler Patient(Func<HttpMessageHandler> sockets) => new Retrying((peers ?? sockets)(), clock, patience);
        var plain = Http(Patient(ToNode));
        var tokens = new AccessTokens(plain, new Uri(options.Node, "oauth2/token"), options.Client, signing, clock);
        var node = Http(new Authorizing(tokens, Patient(ToNode)));

        var pace = new Pace(options.Rate, clock);
        _crossReference = options.PatientIdDomain is { } domain ? new PatientCrossReference(node, options.Node, domain) : null;
        Archive = new DicomWebArchive(Http(Patient(ToArchive)), options.Archive, options.UpdatedTag);
        Bulk = new BulkPublishing(new BulkIntake(node, options.Node), State, Summary, pace, told, clock);
        Single = new SinglePublishing(
            new DocumentSource(new SoapClient(node), options.Node), State, options, Summary, pace, told, clock);
        Offering = new StudyOffering(State, Bulk, Single, options, Summary, told, clock);
        Resuming = new Resuming(State, Bulk, Single, Summary, told, mayFail);
    }

    /// <summary>So many submissions may be left without a word by a node that answers, before it is taken for lost.</summary>
    public int MayFail { get; }

    public PublishSummary Summary { get; } = new();

    public PublishState State { get; }

    public DicomWebArchive Archive { get; }

    public BulkPublishing Bulk { get; }

    public SinglePublishing Single { get; }

    public StudyOffering Offering { get; }

    public Resuming Resuming { get; }

    /// <param name="peers">Makes the way to a peer; null: over the network.</param>
    /// <param name="patience">How long a peer may be away before a request to it is given up.</param>
    /// <param name="mayFail">See <see cref="MayFail"/>.</param>
    /// <exception cref="FormatException">The key file holds no private key.</exception>
    /// <exception cref="IOException">A file cannot be had, or another publisher has the state file.</exception>
    /// <exception cref="JsonException">The state file is not one.</exception>
    public static async Task<Connections> OpenAsync(
        PublishOptions options, TimeSpan patience, int mayFail, Told told, TimeProvider clock, CancellationToken cancellation,
        Func<HttpMessageHandler>? peers = null) =>
        new(options, await File.ReadAllTextAsync(options.KeyFile, cancellation), peers, patience, mayFail, told, clock);

    /// <summary>Numbers of the domain, each asked for once: they may be others next time.</summary>
    public DomainPatients Patients() => new(_crossReference);

    public void Dispose() => _owned.ForEach(one => one.Dispose());

    // Each attempt and each silence has its own limit, the whole has none: a large study may take long.
    private HttpClient Http(HttpMessageHandler handler) => Owned(new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan });

    private T Owned<T>(T one)
        where T : IDisposable
    {
        _owned.Add(one);
        return one;
    }

    private static SocketsHttpHandler ToArchive() => Archives.ArchiveSockets.Create(ConnectWithin, connections: 4);

    private static SocketsHttpHandler ToNode() => new()
    {
        ConnectTimeout = ConnectWithin, PooledConnectionLifetime = TimeSpan.FromMinutes(10), AllowAutoRedirect = false,
        ResponseDrainTimeout = TimeSpan.FromSeconds(5),
    };
}
