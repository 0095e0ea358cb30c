using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using HieImaging.SystemTests.Harness;
using Xunit;

namespace HieImaging.SystemTests.Stories;

/// <summary>Peers that cannot log in are known by their TLS certificate, and nothing listens beyond loopback without TLS.</summary>
[Collection(InOneProcess.Name)]
public sealed class TlsStories(OneProcess exchange) : TrustStory(exchange)
{
    private string? _shown;

    [Fact]
    public async Task A_peer_that_cannot_log_in_is_known_by_its_certificate()
    {
        var hospital = Exchange.FreshHospital();
        using var registered = SelfSigned.Certificate("CN=h-ehr");
        using var unknown = SelfSigned.Certificate("CN=h-ehr");
        await WhileAsync(
            domain => ClientOf(domain, hospital.Ehr)["certificates"] = new JsonArray("sha256:" + registered.GetCertHashString(HashAlgorithmName.SHA256)),
            async () =>
            {
                await using var node = await SecureNodeAsync();
                Assert.Equal("https", node.Doors.Scheme);
                Assert.Equal(HttpStatusCode.OK, await AskAsync(node, registered, null));
                Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(node, unknown, null));
                Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(node, null, null));
                Assert.Equal(HttpStatusCode.OK, await AskAsync(node, null, await Exchange.TokenAsync(hospital.Ehr)));
            });
    }

    [Fact]
    public async Task Nothing_listens_beyond_loopback_without_TLS()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => NodeProcess.RunAsync(Exchange.Settings, "serve", "--urls", "http://0.0.0.0:0"));
        Assert.Contains("TLS", refusal.Message, StringComparison.Ordinal);
    }

    private async Task<NodeProcess> SecureNodeAsync()
    {
        using var certificate = SelfSigned.Certificate("CN=127.0.0.1");
        _shown = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        var settings = new Dictionary<string, string>(Exchange.Settings, StringComparer.Ordinal)
        {
            ["Listening__Urls"] = "https://127.0.0.1:0",
            ["Listening__PublicUrl"] = Exchange.Address.ToString().TrimEnd('/'),
        };
        SelfSigned.Serve(certificate, Checkout.NewFolder("tls"), settings);
        settings.Remove("Domain");                          // the changed domain is in the store; the file would bring the old one back
        using var plain = new HttpClient();
        return await NodeProcess.StartAsync(settings, "broker", plain);
    }

    private async Task<HttpStatusCode> AskAsync(NodeProcess node, X509Certificate2? certificate, string? token)
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString(HashAlgorithmName.SHA256) == _shown;
        if (certificate is not null)
            handler.SslOptions.ClientCertificates = [certificate];
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Doors, "fhir/ImagingStudy?_count=1"));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
