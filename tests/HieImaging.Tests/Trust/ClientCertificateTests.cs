using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HieImaging.RecordLocator.Participants;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HieImaging.Tests.Trust;

public sealed class ClientCertificateTests
{
    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), To = From.AddDays(90);

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(89, true)]
    [InlineData(91, false)]
    public void A_pinned_certificate_is_good_in_its_own_time_alone(int day, bool current) =>
        Assert.Equal(current, ClientCertificate.IsCurrent(With(Certificate()), From.AddDays(day)));

    [Fact]
    public void No_certificate_is_not_an_expired_one() => Assert.True(ClientCertificate.IsCurrent(With(null), From));

    [Fact]
    public async Task Who_shows_an_expired_certificate_is_refused_before_anybody_looks_whose_it_is()
    {
        var refused = Assert.IsType<Authentication.Refused>(await Authenticator(To.AddDays(1)).AuthenticateAsync(With(Certificate()), CancellationToken.None));
        Assert.Contains("expired", refused.Reason, StringComparison.Ordinal);
        var unknown = Assert.IsType<Authentication.Refused>(await Authenticator(From.AddDays(1)).AuthenticateAsync(With(Certificate()), CancellationToken.None));
        Assert.Contains("not registered", unknown.Reason, StringComparison.Ordinal);
    }

    private static Authenticator Authenticator(DateTimeOffset now)
    {
        var clock = new Stopped(now);
        return new(new CurrentDomain(null!, NullLogger<CurrentDomain>.Instance), new TokenKeys(null!, clock), new PublicAddress("https://hie", () => ""), clock);
    }

    private static DefaultHttpContext With(X509Certificate2? certificate)
    {
        var http = new DefaultHttpContext();
        http.Connection.ClientCertificate = certificate;
        return http;
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=north-pacs", key, HashAlgorithmName.SHA256).CreateSelfSigned(From, To);
    }

    private sealed class Stopped(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
