using HieImaging.Bench.Measuring;
using HieImaging.Bench.Peers;
using HieImaging.Harness;
using HieImaging.Manifests.KeyObjects;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Publishing;
using HieImaging.Wire.Multipart;

namespace HieImaging.Bench.Retrieving;

/// <summary>
/// One origin, three ways to it: an nginx that only sends files is the archive; beside the node stands an nginx that only passes on.
/// <code>
///   reader ──▶ node  ──▶ origin        reader ──▶ nginx ──▶ origin        reader ──▶ origin
/// </code>
/// </summary>
internal sealed class RetrievalSite : IAsyncDisposable
{
    private const string AnyDicom = "multipart/related; type=\"application/dicom\"; transfer-syntax=*";
    private const string AnyFrame = "multipart/related; type=\"application/octet-stream\"; transfer-syntax=*";

    private readonly NginxServer _origin;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, MaxConnectionsPerServer = 64 })
    {
        Timeout = TimeSpan.FromMinutes(5),
    };

    private RetrievalSite(Site site, PretendHospital hospital, NginxServer origin, NginxServer proxy, ServedStudy slices, ServedStudy large) =>
        (Site, Hospital, _origin, Proxy, Slices, Large) = (site, hospital, origin, proxy, slices, large);

    public Site Site { get; }

    public PretendHospital Hospital { get; }

    /// <summary>The peer.</summary>
    public NginxServer Proxy { get; }

    public Uri Origin => _origin.Address;

    /// <summary>105 MB in 200 instances.</summary>
    public ServedStudy Slices { get; }

    /// <summary>4 GB in 8 instances.</summary>
    public ServedStudy Large { get; }

    public string SlicesPath => $"studies/{Slices.Study.StudyUid}";

    public string LargePath => $"studies/{Large.Study.StudyUid}";

    public string InstancePath => $"{SlicesPath}/series/{Slices.Study.SeriesUid(0)}/instances/{Slices.Study.SopUid(0, 0)}";

    public string FramePath => InstancePath + "/frames/1";

    public static async Task<RetrievalSite> StartAsync(CancellationToken cancellation)
    {
        var site = await Site.StartAsync();
        NginxServer? origin = null, proxy = null;
        try
        {
            var folder = Checkout.NewFolder("origin");
            var slices = await ServedStudy.SlicesAsync(folder, "bench", cancellation);
            var large = await ServedStudy.LargeAsync(folder, "bench", cancellation);
            origin = await NginxServer.FilesAsync(folder,
                ($"/{slices.Study.StudyUid}$", "study", ServedStudy.Instances), ($"/{large.Study.StudyUid}$", "large", ServedStudy.Instances),
                ("/frames/1$", "frame", ServedStudy.Frames), ("/instances/[0-9.]+$", "instance", ServedStudy.Instances));
            proxy = await NginxServer.ProxyAsync(origin.Address);
            var hospital = await site.HospitalAsync(new Uri(origin.Address, "dicom-web").ToString());
            var source = new DocumentSource(site.Http);
            foreach (var study in new[] { slices.Study, large.Study })
            {
                var keyObject = KeyObjectWriter.Write(PhantomManifest.Of(hospital, study));
                using var stored = await source.StowAsync(hospital.Id, [keyObject], await site.TokenAsync(hospital.Pacs), cancellation);
                if (!stored.IsSuccessStatusCode)
                    throw new InvalidOperationException($"STOW-RS was answered by {(int)stored.StatusCode} {await stored.Content.ReadAsStringAsync(cancellation)}");
            }
            return new RetrievalSite(site, hospital, origin, proxy, slices, large);
        }
        catch
        {
            await DisposeAsync(site, origin, proxy);
            throw;
        }
    }

    /// <summary>A reader of what lies under a path, through the node.</summary>
    /// <param name="slow">Bytes a second that it reads at most.</param>
    public async Task<Reader> NodeAsync(string path, double? slow = null) =>
        new(_http, new Uri(Site.Address, $"dicomweb/at/{Hospital.Id}/{path}"), AcceptFor(path), await Site.TokenAsync(Hospital.Ehr)) { Slow = slow };

    /// <summary>… through nginx.</summary>
    public Reader Nginx(string path) => new(_http, new Uri(Proxy.Address, "dicom-web/" + path), AcceptFor(path), null);

    /// <summary>… from the origin itself.</summary>
    public Reader Direct(string path) => new(_http, new Uri(Origin, "dicom-web/" + path), AcceptFor(path), null);

    /// <summary>That the node gives the 200 instances byte for byte, in a multipart that ends; how long the whole is.</summary>
    public async Task<long> VerifiedAsync(CancellationToken cancellation)
    {
        var reader = await NodeAsync(SlicesPath);
        using var answer = await reader.AnswerAsync(cancellation);
        var type = MediaType.TryParse(answer.Content.Headers.ContentType?.ToString(), out var media) ? media : throw new InvalidOperationException("No type.");
        await using var body = new CountingStream(await answer.Content.ReadAsStreamAsync(cancellation));
        using var parts = new BoundedMultipartReader(body, type.Boundary!, new MultipartBounds { Parts = 1000 });
        var digests = new List<string>();
        while (await parts.NextAsync(cancellation) is { } part)
            digests.Add(Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(part.Body, cancellation)));
        await body.CopyToAsync(Stream.Null, cancellation);
        return digests.SequenceEqual(Slices.Digests)
            ? body.Count
            : throw new InvalidOperationException($"The node gave {digests.Count} instances, and not those of the archive.");
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return DisposeAsync(Site, _origin, Proxy);
    }

    private static string AcceptFor(string path) => path.Contains("/frames/", StringComparison.Ordinal) ? AnyFrame : AnyDicom;

    private static async ValueTask DisposeAsync(Site site, params NginxServer?[] servers)
    {
        foreach (var server in servers)
            if (server is not null)
                await server.DisposeAsync();
        await site.DisposeAsync();
    }
}
