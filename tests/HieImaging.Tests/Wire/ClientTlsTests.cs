using System.Net.Security;
using HieImaging.Wire.Connecting;
using Xunit;

namespace HieImaging.Tests.Wire;

public sealed class ClientTlsTests
{
    [Fact]
    public async Task A_private_authority_is_believed_where_it_is_named_and_nowhere_else()
    {
        using var authority = new PrivateAuthority();
        using var other = new PrivateAuthority();
        var (_, certificate, key) = authority.Issue("hie-node");
        await using var peer = await SecretivePeer.StartAsync(authority.Issue("127.0.0.1").Certificate);
        var own = new ClientTlsOptions { CaFile = authority.CaFile, CertificateFile = certificate, KeyFile = key };

        Assert.Equal("hello", await AskAsync(own, peer.Address));
        Assert.Single(peer.Shown);
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(own with { CaFile = other.CaFile }, peer.Address));
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(own with { CaFile = null }, peer.Address));
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(own with { CertificateFile = null }, peer.Address));
    }

    [Fact]
    public async Task Another_name_than_the_one_that_was_asked_for_is_refused()
    {
        using var authority = new PrivateAuthority();
        var (_, certificate, key) = authority.Issue("hie-node");
        await using var peer = await SecretivePeer.StartAsync(authority.Issue("elsewhere.example").Certificate);
        await Assert.ThrowsAsync<HttpRequestException>(
            () => AskAsync(new ClientTlsOptions { CaFile = authority.CaFile, CertificateFile = certificate, KeyFile = key }, peer.Address));
    }

    [Theory]
    [InlineData(SslPolicyErrors.None, true)]
    [InlineData(SslPolicyErrors.RemoteCertificateChainErrors, true)]
    [InlineData(SslPolicyErrors.RemoteCertificateNameMismatch, false)]
    [InlineData(SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateChainErrors, false)]
    public void A_library_that_asks_gets_the_same_judgement(SslPolicyErrors errors, bool believed)
    {
        using var authority = new PrivateAuthority();
        using var other = new PrivateAuthority();
        var (certificate, _, _) = authority.Issue("rabbitmq.example");
        using (certificate)
        {
            Assert.Equal(believed, new ClientTlsOptions { CaFile = authority.CaFile }.IsBelieved(certificate, errors));
            Assert.False(new ClientTlsOptions { CaFile = other.CaFile }.IsBelieved(certificate, errors));
            Assert.Equal(errors == SslPolicyErrors.None, new ClientTlsOptions().IsBelieved(certificate, errors));
        }
    }

    [Theory]
    [InlineData("https://archive.example/dicom-web", true)]
    [InlineData("http://127.0.0.1:8042/dicom-web", true)]
    [InlineData("http://[::1]:8042/dicom-web", true)]
    [InlineData("http://localhost:8042", true)]
    [InlineData("http://orthanc-north:8042", true)]
    [InlineData("http://archive.example/dicom-web", false)]
    [InlineData("amqp://10.0.0.1", false)]
    [InlineData("amqps://10.0.0.1", true)]
    public void Plain_is_this_machine_and_who_is_listed(string address, bool allowed) =>
        Assert.Equal(allowed, new PlainHosts(["ORTHANC-north"]).Allow(new Uri(address)));

    private static async Task<string> AskAsync(ClientTlsOptions tls, Uri address)
    {
        using var handler = new SocketsHttpHandler();
        tls.Apply(handler.SslOptions);
        using var http = new HttpClient(handler);
        return await http.GetStringAsync(address);
    }
}
