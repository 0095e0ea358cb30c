using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HieImaging.Trust.Tokens;
using Xunit;

namespace HieImaging.Tests.Trust;

/// <summary>The variants of bad-inputs/jwt that a resource server meets.</summary>
public sealed class AccessTokenTests
{
    private const string Issuer = "https://hie.example.org";
    private const string Header = """{"alg":"ES256","kid":"k1","typ":"at+jwt"}""";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    private readonly TokenKey _key = Signing.NewTokenKey();

    private static string Claims { get; } = new AccessToken
    {
        Id = "t1", Client = "north-ehr", Scopes = ["system/*.rs"], Purpose = "TREAT", IssuedAt = Now, NotBefore = Now, Expires = Now + AccessToken.Life,
    }.Payload(Issuer, "North", "1.2.3", "1.2.4");

    [Fact]
    public async Task A_token_of_this_node_is_read()
    {
        var token = await ReadAsync(JwsSignature.Sign(Claims, AccessToken.Type, _key.Key));
        Assert.NotNull(token);
        Assert.Equal("north-ehr", token.Client);
        Assert.Equal("TREAT", token.Purpose);
        Assert.Equal(["system/*.rs"], token.Scopes);
        Assert.True(token.IsCurrent(Now));
        Assert.NotNull(await ReadAsync(Sign(Header, Claims)));
    }

    [Fact]
    public async Task Without_a_signature_it_is_no_token()
    {
        Assert.Null(await ReadAsync(Signing.Token("""{"alg":"none","kid":"k1","typ":"at+jwt"}""", Claims, _ => [])));
        Assert.Null(await ReadAsync(Signing.Token("""{"alg":"none","kid":"k1","typ":"at+jwt"}""", Claims, _ => [0])));
        Assert.Null(await ReadAsync(Signing.Token(Header, Claims, _ => new byte[64])));                       // r = s = 0
        Assert.Null(await ReadAsync(Signing.Token(Header, Claims, _ => new byte[63])));
    }

    [Fact]
    public async Task A_public_key_is_no_shared_secret() => Assert.Null(await ReadAsync(Signing.Token(
        """{"alg":"HS256","kid":"k1","typ":"at+jwt"}""", Claims, input => HMACSHA256.HashData(_key.Key.ECDsa.ExportSubjectPublicKeyInfo(), input))));

    [Theory]
    [InlineData("jwk")]
    [InlineData("jku")]
    [InlineData("x5u")]
    [InlineData("x5c")]
    [InlineData("zip")]
    public async Task A_header_does_not_choose_the_key(string member)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var header = Signing.Changed(Header, header => header[member] = member == "jwk" ? new JsonObject { ["kty"] = "EC" } : "https://elsewhere.example/keys");
        Assert.Null(await ReadAsync(Signing.Token(header, Claims, Signing.With(own, HashAlgorithmName.SHA256))));
        Assert.Null(await ReadAsync(Sign(header, Claims)));
    }

    [Theory]
    [InlineData("""{"alg":"ES256","kid":"k1","typ":"at+jwt","crit":["x"],"x":1}""")]
    [InlineData("""{"alg":"ES256","kid":"k1","typ":"at+jwt","crit":["b64"],"b64":false}""")]
    [InlineData("""{"alg":"ES256","alg":"none","kid":"k1","typ":"at+jwt"}""")]
    [InlineData("""{"alg":"ES256","kid":"k1","typ":"JWT"}""")]
    [InlineData("""{"alg":"ES256","kid":"k1","typ":"refresh+jwt"}""")]
    [InlineData("""{"alg":"ES256","kid":"k1"}""")]
    [InlineData("""{"alg":"ES256","kid":"k2","typ":"at+jwt"}""")]
    [InlineData("""{"alg":"ES256","typ":"at+jwt"}""")]
    [InlineData("""{"alg":"ES384","kid":"k1","typ":"at+jwt"}""")]
    [InlineData("""["ES256"]""")]
    public async Task Another_header_is_another_thing(string header) => Assert.Null(await ReadAsync(Sign(header, Claims)));

    [Theory]
    [InlineData("aud", "\"https://other.example.org\"")]
    [InlineData("aud", "[\"https://elsewhere.example\",\"https://hie.example.org\"]")]
    [InlineData("iss", "\"https://hie.example.org/\"")]
    [InlineData("iss", "null")]
    [InlineData("exp", "1e308")]
    [InlineData("exp", "\"9999999999\"")]
    [InlineData("exp", "-1")]
    [InlineData("nbf", "1e308")]
    [InlineData("sub", "\"south-ehr\"")]
    [InlineData("jti", "\"\"")]
    [InlineData("scope", "\"RAD-68\\nsystem/*.cruds\"")]
    [InlineData("scope", "\"RAD-68\\tsystem/*.cruds\"")]
    public async Task A_claim_that_is_not_ours_refuses_the_token(string claim, string value) =>
        Assert.Null(await ReadAsync(Sign(Header, Signing.Changed(Claims, claims => claims[claim] = JsonNode.Parse(value)))));

    [Fact]
    public async Task A_claim_that_is_there_twice_refuses_the_token() =>
        Assert.Null(await ReadAsync(Sign(Header, Claims.Replace("\"sub\":\"north-ehr\"", "\"sub\":\"south-ehr\",\"sub\":\"north-ehr\"", StringComparison.Ordinal))));

    [Fact]
    public async Task A_token_has_one_way_to_be_written()
    {
        var token = Sign(Header, Claims);
        foreach (var other in (string[])[token + "=", token + " ", " " + token, token.Replace(".", ".\n", StringComparison.Ordinal), token + ".", token + ".x.y", token[..^1]])
            Assert.Null(await ReadAsync(other));
        // the last character of a 64-byte signature carries four loose bits
        var loose = token[..^1] + (char)(token[^1] + 1);
        Assert.Null(await ReadAsync(loose));
    }

    [Fact]
    public async Task A_claim_that_is_no_text_refuses_the_token() =>
        Assert.Null(await ReadAsync(Sign(Header, Claims.Replace("\"jti\":\"t1\"", "\"jti\":\"\\ud800\"", StringComparison.Ordinal))));

    [Fact]
    public async Task A_long_token_is_not_looked_at() =>
        Assert.Null(await ReadAsync(Sign(Header, Signing.Changed(Claims, claims => claims["x"] = new string('a', 64 * 1024)))));

    [Fact]
    public async Task Noise_is_no_token()
    {
        var random = new Random(41);
        var token = Sign(Header, Claims);
        for (var i = 0; i < 2000; i++)
        {
            var noise = new StringBuilder(token);
            noise[random.Next(noise.Length)] = (char)random.Next(1, 0x250);
            if (noise.ToString() != token)
                Assert.Null(await ReadAsync(noise.ToString()));
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(5 * 60 + 59, true)]
    [InlineData(6 * 60, false)]
    [InlineData(-60, true)]
    [InlineData(-61, false)]
    public async Task It_holds_five_minutes_and_a_minute_of_clocks_that_differ(int seconds, bool holds) =>
        Assert.Equal(holds, (await ReadAsync(Sign(Header, Claims)))!.IsCurrent(Now.AddSeconds(seconds)));

    [Theory]
    [InlineData("nbf", 3600)]
    [InlineData("iat", 3600)]
    [InlineData("exp", 10 * 365 * 86400)]
    public async Task Times_that_we_never_give_do_not_hold(string claim, int seconds)
    {
        var token = await ReadAsync(Sign(Header, Signing.Changed(Claims, claims => claims[claim] = Now.ToUnixTimeSeconds() + seconds)));
        Assert.False(token!.IsCurrent(Now));
    }

    private string Sign(string header, string payload) => Signing.Token(header, payload, Signing.With(_key.Key.ECDsa, HashAlgorithmName.SHA256));

    private ValueTask<AccessToken?> ReadAsync(string text) =>
        AccessTokenReader.ReadAsync(text, Issuer, kid => ValueTask.FromResult(kid == "k1" ? _key : null));
}
