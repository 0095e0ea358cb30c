using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Governance.Authorizing;
using HieImaging.Tests.Trust;
using HieImaging.Trust.Callers;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace HieImaging.Tests.Governance;

public sealed class ClientProofTests
{
    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, true)]
    [InlineData(31, false)]
    public async Task A_registered_certificate_is_proof_as_long_as_it_is_good(int day, bool proof)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=north-pacs", key, HashAlgorithmName.SHA256).CreateSelfSigned(From, From.AddDays(30));
        var http = new DefaultHttpContext();
        http.Connection.ClientCertificate = certificate;
        http.Request.ContentType = "application/x-www-form-urlencoded";
        http.Request.Body = new MemoryStream(Encoding.ASCII.GetBytes("grant_type=client_credentials&client_id=north-pacs"));
        var client = Members.Client("north-pacs", "north", "RAD-68") with { Certificates = [ClientCertificate.Thumbprint(http)!] };
        var domain = Members.Domain(ImplicitConsent.Permit, Members.Participant("north", ParticipantKind.Facility, client));

        var form = await TokenForm.ReadAsync(http, CancellationToken.None);
        var answer = await new ClientProof(new PublicAddress("https://hie", () => ""), new Stopped(From.AddDays(day))).CheckAsync(http, form!, domain);

        Assert.Equal(proof, answer is ClientAuthentication.Proven);
    }

    private sealed class Stopped(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
