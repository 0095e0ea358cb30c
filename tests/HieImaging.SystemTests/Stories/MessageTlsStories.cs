using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using HieImaging.Hl7v2.Framing;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Feeding;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>Senders of HL7 v2 inside TLS are whom their certificates name, and speak for nobody else.</summary>
[Collection(InOneProcess.Name)]
public sealed class MessageTlsStories(OneProcess exchange) : TrustStory(exchange)
{
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
                await Assert.ThrowsAnyAsync<Exception>(() => SayAsync(node, expired, mine));
            });
    }

    [Fact]
    public async Task HL7_v2_is_not_heard_beyond_loopback_without_TLS_unless_that_is_meant()
    {
        var settings = new Dictionary<string, string>(Exchange.Settings, StringComparer.Ordinal) { ["Listening__Mllp"] = "mllp://0.0.0.0:0" };
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => NodeProcess.RunAsync(settings, "serve", "--urls", "http://127.0.0.1:0"));
        Assert.Contains("TLS", refusal.Message, StringComparison.Ordinal);
    }

    private async Task<NodeProcess> SecureNodeAsync()
    {
        using var certificate = SelfSigned.Certificate("CN=127.0.0.1");
        _shown = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        var settings = new Dictionary<string, string>(Exchange.Settings, StringComparer.Ordinal)
        {
            ["Listening__Mllp"] = "mllps://127.0.0.1:0", ["Listening__PublicUrl"] = Exchange.Address.ToString().TrimEnd('/'),
        };
        SelfSigned.Serve(certificate, Checkout.NewFolder("tls"), settings);
        settings.Remove("Domain");                          // the changed domain is in the store; the file would bring the old one back
        using var plain = new HttpClient();
        return await NodeProcess.StartAsync(settings, "identity", plain);
    }

    private async Task<string> SayAsync(NodeProcess node, X509Certificate2? certificate, PretendHospital sender)
    {
        var tls = new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString(HashAlgorithmName.SHA256) == _shown,
            ClientCertificates = certificate is null ? null : [certificate],
        };
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await using var client = await MllpClient.ConnectAsync(node.Mllp!.Host, node.Mllp.Port, tls, patience.Token);
        var number = FreshPatientNumber();
        var answer = await client.SendAsync(new AdtMessage
        {
            Hospital = sender, Event = "A28", ControlId = "T" + Exchange.FreshNumber(),
            Patients = [new PretendPatient { Number = sender.Patient(number), Family = "Sender" }],
        }.ToMessage(), patience.Token);
        return $"{answer.First("MSA")?[1].Text} {answer.First("ERR")?[3].Text}".TrimEnd();
    }
}
