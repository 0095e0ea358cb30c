using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using HieImaging.Hl7v2.Framing;
using HieImaging.Hl7v2.Messages;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>Senders of HL7 v2 inside TLS are whom their certificates name, and speak for nobody else.</summary>
[Collection(InOneProcess.Name)]
public sealed class MessageTlsStories(OneProcess exchange) : TrustStory(exchange)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private string? _shown;

    [Fact]
    public async Task A_sender_is_its_certificate_and_names_nobody_else()
    {
        var (mine, other) = (Exchange.FreshHospital(), Exchange.FreshHospital());
        using var registered = SelfSigned.Certificate("CN=adt");
        using var unknown = SelfSigned.Certificate("CN=adt");
        using var expired = SelfSigned.Certificate("CN=adt", expired: true);
        await WhileAsync(
            domain => ClientOf(domain, mine.Adt)["certificates"] = new JsonArray(
                "sha256:" + registered.GetCertHashString(HashAlgorithmName.SHA256), "sha256:" + expired.GetCertHashString(HashAlgorithmName.SHA256)),
            async () =>
            {
                await using var node = await SecureNodeAsync();
                Assert.Equal("mllps", node.Mllp!.Scheme);
                Assert.Equal("AA", await SayAsync(node, registered, mine));
                Assert.Equal("AR 207", await SayAsync(node, registered, other));
                Assert.Equal("AR 207", await SayAsync(node, unknown, mine));
                await Assert.ThrowsAnyAsync<Exception>(() => SayAsync(node, null, mine));
                Assert.Equal("AR 207", await SayAsync(node, expired, mine));
            });
    }

    [Fact]
    public async Task Strangers_that_fill_the_door_leave_a_registered_hospital_its_place()
    {
        var mine = Exchange.FreshHospital();
        using var registered = SelfSigned.Certificate("CN=adt");
        using var unknown = SelfSigned.Certificate("CN=stranger");
        await WhileRegisteredAsync(mine, registered, async () =>
        {
            await using var node = await SecureNodeAsync(("Mllp__Connections", "2"), ("Mllp__Strangers", "2"), ("Mllp__StrangerWithin", "00:01:00"));
            var strangers = new List<SslStream>();
            for (var i = 0; i < 6; i++)
                strangers.Add(await DialAsync(node, unknown));
            // of those beyond their few places each is closed; the others keep theirs for a minute
            var ends = strangers.ConvertAll(stranger => RestOfAsync(stranger));
            await Deadline.Until("four are closed", () => Task.FromResult(ends.Count(end => end.IsCompleted) == 4));
            Assert.Equal("AA", await SayAsync(node, registered, mine));
            foreach (var stranger in strangers)
                await stranger.DisposeAsync();
        });
    }

    [Fact]
    public async Task A_stranger_is_told_so_once_or_is_silent_and_is_closed_soon()
    {
        var mine = Exchange.FreshHospital();
        using var unknown = SelfSigned.Certificate("CN=stranger");
        await using var node = await SecureNodeAsync(("Mllp__StrangerWithin", "00:00:05"));
        var frame = Mllp.Frame(Message(mine).ToBytes());

        await using (var twice = await DialAsync(node, unknown))
        {
            await twice.WriteAsync((byte[])[.. frame, .. frame]);
            Assert.Equal("AR 207", Told(await RestOfAsync(twice)));
        }
        // of a message that never ends, no more is read than its beginning
        await using (var endless = await DialAsync(node, unknown))
        {
            await endless.WriteAsync((byte[])[.. frame.AsSpan(0, frame.Length - 2), .. Encoding.ASCII.GetBytes("NTE|1||" + new string('A', 6000))]);
            Assert.Equal("AR 207", Told(await RestOfAsync(endless)));
        }
        await using (var silent = await DialAsync(node, unknown))
            Assert.Empty(await RestOfAsync(silent));
        await Deadline.Until("it is in the trail", async () => await SqlAsync<long>($"""
            select count(*) from trust.audit_record where outcome = 4 and client is null
            and convert_from(body, 'UTF8')::jsonb ->> 'certificate' = 'sha256:{unknown.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant()}'
            """) >= 2);
    }

    [Fact]
    public async Task A_stranger_that_comes_again_and_again_is_not_heard_and_costs_a_hospital_at_its_address_nothing()
    {
        var mine = Exchange.FreshHospital();
        using var registered = SelfSigned.Certificate("CN=adt");
        using var unknown = SelfSigned.Certificate("CN=stranger");
        await WhileRegisteredAsync(mine, registered, async () =>
        {
            await using var node = await SecureNodeAsync(("Trust__Rates__FailuresPerSecond", "1"), ("Trust__Rates__FailuresBurst", "2"));
            var heard = 0;
            await Deadline.Until("it is not heard any more", async () =>
            {
                await using var stranger = await DialAsync(node, unknown);
                await stranger.WriteAsync(Mllp.Frame(Message(mine).ToBytes()));
                var said = await RestOfAsync(stranger);
                heard += said.Length > 0 ? 1 : 0;
                return said.Length == 0;
            });
            Assert.True(heard >= 2, $"{heard} were heard");
            Assert.Equal("AA", await SayAsync(node, registered, mine));
            using var http = new HttpClient();
            Assert.Contains("hie_mllp_strangers_total{end=\"unheard\"}", await http.GetStringAsync(new Uri(node.Management, "metrics")), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task HL7_v2_is_not_heard_beyond_loopback_without_TLS_unless_that_is_meant()
    {
        var settings = new Dictionary<string, string>(Exchange.Settings, StringComparer.Ordinal) { ["Listening__Mllp"] = "mllp://0.0.0.0:0" };
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => NodeProcess.RunAsync(settings, "serve", "--urls", "http://127.0.0.1:0"));
        Assert.Contains("TLS", refusal.Message, StringComparison.Ordinal);
    }

    private Task WhileRegisteredAsync(PretendHospital hospital, X509Certificate2 certificate, Func<Task> meanwhile) => WhileAsync(
        domain => ClientOf(domain, hospital.Adt)["certificates"] = new JsonArray("sha256:" + certificate.GetCertHashString(HashAlgorithmName.SHA256)),
        meanwhile);

    private async Task<NodeProcess> SecureNodeAsync(params (string Name, string Value)[] more)
    {
        using var certificate = SelfSigned.Certificate("CN=127.0.0.1");
        _shown = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        var settings = new Dictionary<string, string>(Exchange.Settings, StringComparer.Ordinal)
        {
            ["Listening__Mllp"] = "mllps://127.0.0.1:0", ["Listening__PublicUrl"] = Exchange.Address.ToString().TrimEnd('/'),
        };
        foreach (var (name, value) in more)
            settings[name] = value;
        SelfSigned.Serve(certificate, Checkout.NewFolder("tls"), settings);
        settings.Remove("Domain");                          // the changed domain is in the store; the file would bring the old one back
        using var plain = new HttpClient();
        return await NodeProcess.StartAsync(settings, "identity", plain);
    }

    private SslClientAuthenticationOptions Shows(X509Certificate2? certificate) => new()
    {
        TargetHost = "127.0.0.1",
        RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString(HashAlgorithmName.SHA256) == _shown,
        ClientCertificates = certificate is null ? null : [certificate],
    };

    private async Task<SslStream> DialAsync(NodeProcess node, X509Certificate2 certificate)
    {
        using var patience = new CancellationTokenSource(Patience);
        var tcp = new TcpClient { NoDelay = true };
        await tcp.ConnectAsync(node.Mllp!.Host, node.Mllp.Port, patience.Token);
        var stream = new SslStream(tcp.GetStream());
        await stream.AuthenticateAsClientAsync(Shows(certificate), patience.Token);
        return stream;
    }

    // What the node still says before it closes.
    private static async Task<byte[]> RestOfAsync(SslStream peer)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var said = new MemoryStream();
        try
        {
            await peer.CopyToAsync(said, patience.Token);
        }
        catch (IOException)
        {
            // closed by a reset
        }
        return said.ToArray();
    }

    // One frame and nothing after it.
    private static string Told(byte[] said)
    {
        Assert.Equal([Mllp.End, Mllp.Return], said[^2..]);
        Assert.Equal(1, said.Count(one => one == Mllp.Start));
        return Told(Assert.IsType<Hl7Reading.Read>(Hl7Reader.Read(said.AsSpan(1, said.Length - 3), new Hl7Bounds())).Message);
    }

    private static string Told(Hl7Message answer) => $"{answer.First("MSA")?[1].Text} {answer.First("ERR")?[3].Text}".TrimEnd();

    private Hl7Message Message(PretendHospital sender) => new AdtMessage
    {
        Hospital = sender, Event = "A28", ControlId = "T" + Exchange.FreshNumber(),
        Patients = [new PretendPatient { Number = sender.Patient(FreshPatientNumber()), Family = "Sender" }],
    }.ToMessage();

    private async Task<string> SayAsync(NodeProcess node, X509Certificate2? certificate, PretendHospital sender)
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var client = await MllpClient.ConnectAsync(node.Mllp!.Host, node.Mllp.Port, Shows(certificate), patience.Token);
        return Told(await client.SendAsync(Message(sender), patience.Token));
    }
}
