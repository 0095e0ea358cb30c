using HieImaging.Registry.Fetching;
using HieImaging.Registry.Submitting;
using HieImaging.Tests.Wire;
using HieImaging.Xds.Retrieving;
using HieImaging.Xds.Soap;
using Microsoft.Extensions.Options;
using Xunit;

namespace HieImaging.Tests.Registry;

public sealed class HospitalRepositoryTlsTests
{
    private static readonly DocumentRequest Any = new(null, "1.2.3", "1.2.3.4");

    [Fact]
    public async Task A_repository_is_shown_the_nodes_certificate_and_believed_by_the_authority_that_is_named()
    {
        using var authority = new PrivateAuthority();
        using var other = new PrivateAuthority();
        var (shown, certificate, key) = authority.Issue("hie-node");
        await using var peer = await SecretivePeer.StartAsync(authority.Issue("127.0.0.1").Certificate);
        var options = new FetchOptions { CaFile = authority.CaFile, CertificateFile = certificate, KeyFile = key };

        Assert.Equal(HospitalRepository.NoSoap, await ReasonAsync(options, peer.Address));            // it was let in, and heard "hello"
        Assert.Equal([shown.Thumbprint], peer.Shown);
        Assert.Equal(HospitalRepository.Unreachable, await ReasonAsync(options with { CertificateFile = null, KeyFile = null }, peer.Address));
        Assert.Equal(HospitalRepository.Unreachable, await ReasonAsync(options with { CaFile = other.CaFile }, peer.Address));
    }

    [Fact]
    public async Task A_plain_address_elsewhere_is_not_asked() =>
        Assert.Equal(HospitalRepository.NotEncrypted, await ReasonAsync(new FetchOptions(), new Uri("http://192.0.2.1/iti43")));

    private static async Task<string> ReasonAsync(FetchOptions options, Uri address)
    {
        using var repository = new HospitalRepository(Options.Create(options), Options.Create(new SoapBounds()), Options.Create(new SubmittingOptions()));
        return Assert.IsType<RepositoryAnswer.Unavailable>(await repository.Ask(address, Any, CancellationToken.None)).Reason;
    }
}
