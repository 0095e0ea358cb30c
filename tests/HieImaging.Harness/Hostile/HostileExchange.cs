using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using HieImaging.AffinityDomain.Participants;
using HieImaging.PretendFacility.Archives;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.PretendFacility.Misbehaving;
using Npgsql;

namespace HieImaging.Harness.Hostile;

/// <summary>
/// An exchange with what bad inputs speak of: the organizations A and B, each with a patient, a study with images in its archive and an
/// Endpoint, a study of A that is labelled restricted, and nothing that A may see of B. The node listens plainly and inside TLS.
/// </summary>
public class HostileExchange() : Exchange([null])
{
    public const string AuthorityOfA = "1.2.826.0.1.3680043.10.999.1";
    public const string AuthorityOfB = "1.2.826.0.1.3680043.10.999.2";
    public const string StudyOfA = AuthorityOfA + ".100.1";
    public const string StudyOfB = AuthorityOfB + ".200.1";
    public const string NumberOfA = "ZZPHI-000042";
    public const string NumberOfB = "B-1";

    /// <summary>Words of B's patient and study that nobody of A may read.</summary>
    public static readonly IReadOnlyList<string> Secrets = ["Foreignfamily", "Foreigndescription"];

    private readonly List<MisbehavingArchive> _archives = [];
    private NpgsqlDataSource _store = null!;
    private X509Certificate2 _certificate = null!;
    private long _uid;

    public Sink Sink { get; } = new();

    public PretendHospital A { get; private set; } = null!;

    public PretendHospital B { get; private set; } = null!;

    /// <summary>Where the node listens inside TLS.</summary>
    public Uri Secure { get; private set; } = null!;

    /// <summary>Plain requests in nobody's name.</summary>
    public HttpClient Plain { get; private set; } = null!;

    public string PatientIdOfA { get; private set; } = "";

    public string PatientIdOfB { get; private set; } = "";

    public string StudyIdOfA { get; private set; } = "";

    public string RestrictedStudyId { get; private set; } = "";

    public string StudyIdOfB { get; private set; } = "";

    public string EndpointOfB { get; private set; } = "";

    public NodeProcess Node => Nodes[0];

    protected override bool HasArchive => false;

    protected override int FreshHospitals => 0;

    protected override int TroubledHospitals => 0;

    protected override int KeepingHospitals => 0;

    protected override PretendDomain DomainOf(IReadOnlyList<PretendHospital> hospitals) => new()
    {
        Hospitals = [.. hospitals, A, B], Mode = PatientIds, Implicit = ImplicitConsent.Deny,
    };

    public override async Task InitializeAsync()
    {
        for (var i = 0; i < 2; i++)
            _archives.Add(await MisbehavingArchive.StartAsync(0, CancellationToken.None));
        A = new PretendHospital("org-a", 1, _archives[0].DicomWeb) 
        {
            GivenAuthority = AuthorityOfA,
            // no missing scope may stand before the reason that is tried
            FurtherScopes = ["system/*.cruds"],
        };
        B = new PretendHospital("org-b", 2, _archives[1].DicomWeb) { GivenAuthority = AuthorityOfB };
        // rates have stories of their own; here nobody may be refused for haste
        foreach (var rate in (string[])["ClientPerSecond", "AddressPerSecond", "FailuresPerSecond"])
            Settings["Trust__Rates__" + rate] = "0";
        Settings["Fhir__Bounds__ChainSteps"] = Settings["Fhir__Bounds__IncludeRounds"] = "1";
        Settings["Fhir__Bounds__Includes"] = "3";
        ListenInsideTls(Checkout.NewFolder("tls"));
        await base.InitializeAsync();
        _store = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Settings["ConnectionStrings__Postgres"]) { MaxPoolSize = 2 }.ConnectionString);
        Secure = await Deadline.Until("the node listens inside TLS", () => Task.FromResult(
            Node.Log.Where(line => line.Contains("listening on https://", StringComparison.Ordinal)).Select(line => new Uri(line[line.IndexOf("https", StringComparison.Ordinal)..])).FirstOrDefault()));
        Plain = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(1) })
        {
            BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30),
        };
        await LoadAsync();
    }

    /// <summary>A UID of A that no study, series or instance has yet.</summary>
    public string FreshUid() => AuthorityOfA + ".7." + Interlocked.Increment(ref _uid).ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether the certificate is the node's.</summary>
    public bool IsNode(X509Certificate? shown) => shown?.GetCertHashString(HashAlgorithmName.SHA256) == _certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>A connection to the node inside TLS.</summary>
    public async Task<SslStream> ConnectAsync(CancellationToken cancellation, params SslApplicationProtocol[] protocols)
    {
        var socket = new System.Net.Sockets.TcpClient { NoDelay = true };
        await socket.ConnectAsync(Secure.Host, Secure.Port, cancellation);
        var stream = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            ApplicationProtocols = protocols.Length == 0 ? null : [.. protocols],
            RemoteCertificateValidationCallback = (_, shown, _, _) => IsNode(shown),
        }, cancellation);
        return stream;
    }

    /// <summary>Sends it in a client's name and reads the whole answer.</summary>
    /// <param name="client">Null: in nobody's name.</param>
    public async Task<HostileAnswer> SendAsync(HttpRequestMessage request, string? client, CancellationToken cancellation)
    {
        if (client is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(client));
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        using var answer = await Plain.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellation);
        return new HostileAnswer
        {
            Status = (int)answer.StatusCode,
            Headers = answer.Headers.Concat(answer.Content.Headers)
                .ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(", ", header.Value), StringComparer.Ordinal),
            Body = body,
            Took = System.Diagnostics.Stopwatch.GetElapsedTime(began),
            // the server's own words about a request line or its headers come before anybody is known
            Client = (int)answer.StatusCode is 414 or 431 && body.Length == 0 ? null : client,
        };
    }

    /// <summary>One value out of the node's database, on a connection that stays.</summary>
    public async Task<T?> AskStoreAsync<T>(string sql)
    {
        await using var connection = await _store.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(sql) } };
        return await batch.ExecuteScalarAsync() is T value ? value : default;
    }

    /// <summary>An ImagingStudy of one CT instance, as <c>POST /fhir/ImagingStudy</c> takes it.</summary>
    public static string ImagingStudy(string authority, string number, string study, string description, string? label = null) => $$$"""
        {
         "resourceType": "ImagingStudy",
         {{{Labelled(label)}}}
         "identifier": [{"system": "urn:dicom:uid", "value": "urn:oid:{{{study}}}"}],
         "status": "available",
         "subject": {"identifier": {"system": "{{{authority}}}", "value": "{{{number}}}"}},
         "started": "2026-05-01T10:00:00Z",
         "description": "{{{description}}}",
         "series": [{"uid": "{{{study}}}.1", "modality": {"system": "http://dicom.nema.org/resources/ontology/DCM", "code": "CT"},
          "instance": [{"uid": "{{{study}}}.1.1", "sopClass": {"system": "urn:ietf:rfc:3986", "code": "urn:oid:1.2.840.10008.5.1.4.1.1.2"}}]}]
        }
        """;

    private static string Labelled(string? label) => label is null ? ""
        : $$"""
        "meta": {"security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "{{label}}"}]},
        """;

    /// <summary>A POST of FHIR JSON.</summary>
    public static HttpRequestMessage Post(string path, string json) => new(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/fhir+json") };

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var archive in _archives)
            await archive.DisposeAsync();
        await Sink.DisposeAsync();
        Plain?.Dispose();
        _certificate?.Dispose();
        if (_store is not null)
            await _store.DisposeAsync();
    }

    // Self-signed, for the loopback address.
    private void ListenInsideTls(string folder)
    {
        _certificate = SelfSigned.Certificate("CN=127.0.0.1");
        SelfSigned.Serve(_certificate, folder, Settings);
        Settings["Listening__Urls"] = "http://127.0.0.1:0;https://127.0.0.1:0";
        foreach (var (name, value) in Unthrottled.Settings)
            Settings[name] = value;
    }

    private async Task LoadAsync()
    {
        await FeedAsync(A, NumberOfA, "ZZCANARY", "Philomena", new(1970, 1, 1));
        await FeedAsync(B, NumberOfB, Secrets[0], "Amelia", new(1961, 2, 3));
        await FeedAsync(new PretendPatient { Number = AffinityDomain.Identifiers.PatientIdentifier.Create(
            AffinityDomain.Identifiers.AssigningAuthority.Parse(PretendDomain.PatientIdDomainOid), "D-1") }, PretendDomain.IdentitySource);
        StudyIdOfA = await PublishAsync(A, NumberOfA, StudyOfA, "CT of A", null);
        RestrictedStudyId = await PublishAsync(A, NumberOfA, AuthorityOfA + ".100.2", "restricted of A", "R");
        StudyIdOfB = await PublishAsync(B, NumberOfB, StudyOfB, Secrets[1], null);
        PatientIdOfA = await IdAsync(A, $"Patient?identifier={Uri.EscapeDataString($"{A.Authority.Urn}|{NumberOfA}")}");
        PatientIdOfB = await IdAsync(B, $"Patient?identifier={Uri.EscapeDataString($"{B.Authority.Urn}|{NumberOfB}")}");
        EndpointOfB = await IdAsync(B, $"Endpoint?organization.identifier={Uri.EscapeDataString("urn:oid:" + B.Oid)}", $"Endpoint?name={B.Id}");
        _archives[0].Hold(Image(NumberOfA, StudyOfA));
        _archives[1].Hold(Image(NumberOfB, StudyOfB));
    }

    private Task FeedAsync(PretendHospital hospital, string number, string family, string given, DateOnly born) => FeedAsync(
        new PretendPatient { Number = hospital.Patient(number), Family = family, Given = [given], BirthDate = born, Gender = "female" },
        hospital.Adt);

    private async Task FeedAsync(PretendPatient patient, string client)
    {
        using var answer = await new AdtPlayer(Plain).FeedAsync(patient, await TokenAsync(client), CancellationToken.None);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"A patient was not fed: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private async Task<string> PublishAsync(PretendHospital hospital, string number, string study, string description, string? label)
    {
        using var request = Post("fhir/ImagingStudy", ImagingStudy(hospital.Authority.Urn, number, study, description, label));
        var answer = await SendAsync(request, hospital.Pacs, CancellationToken.None);
        using var json = JsonDocument.Parse(answer.Body);
        return answer.Status == (int)HttpStatusCode.Created
            ? json.RootElement.GetProperty("id").GetString()!
            : throw new InvalidOperationException($"A study was not registered: {answer}");
    }

    // The id of the first thing found by one of the searches.
    private async Task<string> IdAsync(PretendHospital hospital, params string[] searches)
    {
        HostileAnswer? last = null;
        foreach (var search in searches)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "fhir/" + search);
            last = await SendAsync(request, hospital.Ehr, CancellationToken.None);
            if (last.Status != 200)
                continue;
            using var json = JsonDocument.Parse(last.Body);
            if (json.RootElement.TryGetProperty("entry", out var entries))
                foreach (var entry in entries.EnumerateArray())
                    if (entry.GetProperty("search").GetProperty("mode").GetString() == "match")
                        return entry.GetProperty("resource").GetProperty("id").GetString()!;
        }
        throw new InvalidOperationException($"Nothing is found by {searches[^1]}: {last}");
    }

    private static HeldInstance Image(string number, string study) => new(study, study + ".1", study + ".1.1", new Dicom.Files.DicomFile(new Dicom.DicomDataset
    {
        { Dicom.DicomTag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.2" },
        { Dicom.DicomTag.SOPInstanceUID, study + ".1.1" },
        { Dicom.DicomTag.StudyInstanceUID, study },
        { Dicom.DicomTag.SeriesInstanceUID, study + ".1" },
        { Dicom.DicomTag.PatientID, number },
        { Dicom.DicomTag.Modality, "CT" },
    }, Dicom.DicomTransferSyntax.ExplicitVRLittleEndian).ToArray());
}
