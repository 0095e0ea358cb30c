using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Governance.Authorizing;
using HieImaging.Tests.Trust;
using HieImaging.Trust.Tokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace HieImaging.Tests.Governance;

/// <summary>The variants of bad-inputs/jwt that the token endpoint meets.</summary>
public sealed class ClientAssertionTests : IDisposable
{
    private const string Endpoint = "https://hie.example.org/oauth2/token";
    private const string Header = """{"alg":"ES384","kid":"k1","typ":"JWT"}""";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private readonly RSA _rsa = RSA.Create(2048);

    private static string Claims { get; } = new JsonObject
    {
        ["iss"] = "north-pacs", ["sub"] = "north-pacs", ["aud"] = Endpoint, ["jti"] = "j1",
        ["iat"] = Now.ToUnixTimeSeconds(), ["exp"] = Now.AddMinutes(4).ToUnixTimeSeconds(),
    }.ToJsonString();

    [Fact]
    public async Task An_assertion_by_ES384_is_proof() => Assert.Equal("north-pacs", Assert.IsType<ClientAuthentication.Proven>(await CheckAsync(Header, Claims)).Client.Id);

    [Theory]
    [InlineData("RS384")]
    [InlineData("PS256")]
    public async Task So_is_one_by_RSA(string algorithm)
    {
        var padding = algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        var hash = algorithm == "RS384" ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;
        var header = $$"""{"alg":"{{algorithm}}","kid":"r1"}""";
        Assert.IsType<ClientAuthentication.Proven>(await CheckAsync(Signing.Token(header, Claims, input => _rsa.SignData(input, hash, padding))));
    }

    [Fact]
    public async Task What_is_not_signed_by_the_registered_key_is_none()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.IsType<ClientAuthentication.Refused>(await CheckAsync(Signing.Token(Header, Claims, Signing.With(other, HashAlgorithmName.SHA384))));
        Assert.IsType<ClientAuthentication.Refused>(await CheckAsync(Signing.Token(Header, Claims, _ => new byte[96])));                    // r = s = 0
        Assert.IsType<ClientAuthentication.Refused>(await CheckAsync(Signing.Token("""{"alg":"none"}""", Claims, _ => [0])));
        Assert.IsType<ClientAuthentication.Refused>(await CheckAsync(Signing.Part("""{"alg":"none"}""") + "." + Signing.Part(Claims) + "."));
        Assert.IsType<ClientAuthentication.Refused>(await CheckAsync(Signing.Token("""{"alg":"HS384","kid":"k1"}""", Claims,
            input => HMACSHA384.HashData(_key.ExportSubjectPublicKeyInfo(), input))));
    }

    [Theory]
    [InlineData("""{"alg":"ES384","kid":"k2"}""")]
    [InlineData("""{"alg":"ES384","kid":"r1"}""")]
    [InlineData("""{"alg":"RS384","kid":"k1"}""")]
    [InlineData("""{"alg":"ES256","kid":"k1"}""")]
    [InlineData("""{"alg":"ES384","kid":"k1","typ":"at+jwt"}""")]
    [InlineData("""{"alg":"ES384","kid":"k1","jku":"https://hie.example.org/keys"}""")]
    [InlineData("""{"alg":"ES384","kid":"k1","x5u":"https://elsewhere.example/cert"}""")]
    [InlineData("""{"alg":"ES384","kid":"k1","jwk":{"kty":"EC"}}""")]
    [InlineData("""{"alg":"ES384","kid":"k1","crit":["exp"]}""")]
    [InlineData("""{"alg":"ES384","kid":"k1","b64":false,"crit":["b64"]}""")]
    [InlineData("""{"alg":"ES384","kid":"k1","kid":"k1"}""")]
    public async Task Another_header_is_refused(string header) => Assert.IsType<ClientAuthentication.Refused>(await CheckAsync(header, Claims));

    [Theory]
    [InlineData("aud", "\"https://hie.example.org/fhir\"")]
    [InlineData("aud", "[\"https://elsewhere.example/token\",\"https://hie.example.org/oauth2/token\"]")]
    [InlineData("aud", "\"https://hie.example.org/oauth2/token/\"")]
    [InlineData("iss", "\"north-pacs/\"")]
    [InlineData("sub", "\"south-pacs\"")]
    [InlineData("jti", "\"\"")]
    [InlineData("jti", "7")]
    [InlineData("exp", "1e308")]
    [InlineData("exp", "\"soon\"")]
    [InlineData("iat", "null")]
    public async Task Another_claim_is_refused(string claim, string value) =>
        Assert.IsType<ClientAuthentication.Refused>(await CheckAsync(Header, Signing.Changed(Claims, claims => claims[claim] = JsonNode.Parse(value))));

    [Theory]
    [InlineData("exp", 10 * 365 * 86400, false)]
    [InlineData("exp", 301, false)]
    [InlineData("exp", 300, true)]
    [InlineData("exp", -60, false)]
    [InlineData("exp", -59, true)]
    [InlineData("nbf", 3600, false)]
    [InlineData("iat", 3600, false)]
    public async Task It_lives_five_minutes_at_most(string claim, int seconds, bool proof) => Assert.Equal(proof, await CheckAsync(Header,
        Signing.Changed(Claims, claims => claims[claim] = Now.ToUnixTimeSeconds() + seconds)) is ClientAuthentication.Proven);

    [Fact]
    public async Task A_claim_that_is_there_twice_is_refused() => Assert.IsType<ClientAuthentication.Refused>(
        await CheckAsync(Header, Claims.Replace("\"sub\":\"north-pacs\"", "\"sub\":\"x\",\"sub\":\"north-pacs\"", StringComparison.Ordinal)));

    [Fact]
    public async Task A_long_one_and_an_encrypted_one_are_not_looked_at()
    {
        Assert.IsType<ClientAuthentication.Refused>(await CheckAsync(Header, Signing.Changed(Claims, claims => claims["x"] = new string('a', 64 * 1024))));
        Assert.IsType<ClientAuthentication.Refused>(await CheckAsync("a.b.c.d.e"));
    }

    [Fact]
    public async Task The_forms_client_id_is_the_same_client() =>
        Assert.IsType<ClientAuthentication.Refused>(await AssertionCheck.CheckAsync(Sign(Header, Claims), "south-pacs", Domain(), [Endpoint], Now));

    [Fact]
    public void A_key_set_with_a_weak_or_a_secret_key_is_not_registered()
    {
        Assert.Empty(ClientKey.ProblemsOf(Keys()));
        using var weak = RSA.Create(512);
        Assert.NotEmpty(ClientKey.ProblemsOf(Set(Rsa(weak, "r"))));
        Assert.NotEmpty(ClientKey.ProblemsOf(JsonSerializer.SerializeToElement(new { keys = new[] { new { kty = "oct", k = "AAAA", kid = "x" } } })));
        Assert.NotEmpty(ClientKey.ProblemsOf(Set(Ec(_key, "k", withSecret: true))));
        Assert.NotEmpty(ClientKey.ProblemsOf(Set(Ec(_key, "k"), Ec(_key, "k"))));
        Assert.NotEmpty(ClientKey.ProblemsOf(JsonSerializer.SerializeToElement("none")));
        Assert.Null(ClientKey.Find(Set(Rsa(weak, "r")), "r", SecurityAlgorithms.RsaSha384));
    }

    [Theory]
    [InlineData(null, null, "RAD-68 manifests", "TREAT")]
    [InlineData("RAD-68 system/Patient.cruds", "HOPERAT", "RAD-68", "HOPERAT")]
    [InlineData("RAD-68", "http://terminology.hl7.org/CodeSystem/v3-ActReason|TREAT", "RAD-68", "TREAT")]
    public void What_is_granted_is_what_is_asked_and_registered(string? scope, string? purpose, string granted, string stated)
    {
        var answer = Assert.IsType<GrantDecision.Granted>(GrantDecision.On(Members.Client("c", "north", "RAD-68", "manifests"), scope, purpose));
        Assert.Equal(granted.Split(' '), answer.Scopes);
        Assert.Equal(stated, answer.Purpose);
    }

    [Theory]
    [InlineData("ITI-104", null, "invalid_scope")]
    [InlineData("RAD-68\nsystem/*.cruds", null, "invalid_scope")]
    [InlineData("RAD-68\tsystem/*.cruds", null, "invalid_scope")]
    [InlineData("RAD-68", "HPAYMT", "invalid_request")]
    public void What_is_not_registered_is_not_granted(string scope, string? purpose, string error) =>
        Assert.Equal(error, Assert.IsType<GrantDecision.Refused>(GrantDecision.On(Members.Client("c", "north", "RAD-68"), scope, purpose)).Error);

    public void Dispose()
    {
        _key.Dispose();
        _rsa.Dispose();
    }

    private string Sign(string header, string payload) => Signing.Token(header, payload, Signing.With(_key, HashAlgorithmName.SHA384));

    private Task<ClientAuthentication> CheckAsync(string header, string payload) => CheckAsync(Sign(header, payload));

    private Task<ClientAuthentication> CheckAsync(string assertion) => AssertionCheck.CheckAsync(assertion, null, Domain(), [Endpoint], Now);

    private Domain Domain() => Members.Domain(ImplicitConsent.Permit,
        Members.Participant("north", ParticipantKind.Facility, Members.Client("north-pacs", "north", "RAD-68") with { Jwks = Keys() }),
        Members.Participant("south", ParticipantKind.Facility, Members.Client("south-pacs", "south", "RAD-68") with { Jwks = Keys() }));

    private JsonElement Keys() => Set(Ec(_key, "k1"), Rsa(_rsa, "r1"));

    private static JsonElement Set(params JsonNode[] keys) => JsonSerializer.SerializeToElement(new JsonObject { ["keys"] = new JsonArray(keys) });

    private static JsonObject Ec(ECDsa key, string kid, bool withSecret = false)
    {
        var parameters = key.ExportParameters(withSecret);
        var jwk = new JsonObject { ["kty"] = "EC", ["crv"] = "P-384", ["kid"] = kid, ["x"] = Base64UrlEncoder.Encode(parameters.Q.X), ["y"] = Base64UrlEncoder.Encode(parameters.Q.Y) };
        if (withSecret)
            jwk["d"] = Base64UrlEncoder.Encode(parameters.D);
        return jwk;
    }

    private static JsonObject Rsa(RSA key, string kid)
    {
        var parameters = key.ExportParameters(false);
        return new JsonObject { ["kty"] = "RSA", ["kid"] = kid, ["n"] = Base64UrlEncoder.Encode(parameters.Modulus), ["e"] = Base64UrlEncoder.Encode(parameters.Exponent) };
    }
}
