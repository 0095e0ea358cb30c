using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Publisher.Sending;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace HieImaging.Tests.Publisher;

public sealed class SendingTests
{
    private static readonly Uri Node = new("http://node.test/");

    [Fact]
    public async Task A_token_is_asked_for_by_a_signed_assertion_once_and_renewed_when_refused()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var answers = new Answers(
            () => Json("""{ "access_token": "one", "expires_in": 300 }"""),
            () => new HttpResponseMessage(HttpStatusCode.OK),
            () => new HttpResponseMessage(HttpStatusCode.Unauthorized),
            () => Json("""{ "access_token": "two", "expires_in": 300 }"""),
            () => new HttpResponseMessage(HttpStatusCode.OK));
        var tokens = new AccessTokens(new HttpClient(answers), new Uri(Node, "oauth2/token"), "north-pacs", ClientKey.Read(Jwk(pair)), TimeProvider.System);
        using var node = new HttpClient(new Authorizing(tokens, answers));

        Assert.Equal(HttpStatusCode.OK, (await node.GetAsync(Node)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await node.GetAsync(Node)).StatusCode);
        Assert.Equal(["Bearer one", "Bearer one", "Bearer two"], answers.Authorizations);

        var form = System.Web.HttpUtility.ParseQueryString(answers.Bodies[0]);
        var jwt = new JsonWebToken(form["client_assertion"]);
        Assert.Equal(("ES384", "north-pacs", "north-pacs", "k1"), (jwt.Alg, jwt.Issuer, jwt.Subject, jwt.Kid));
        Assert.Equal("http://node.test/oauth2/token", Assert.Single(jwt.Audiences));
        Assert.InRange(jwt.ValidTo - jwt.IssuedAt, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5));
        var judged = await new JsonWebTokenHandler().ValidateTokenAsync(form["client_assertion"], new TokenValidationParameters
        {
            IssuerSigningKey = new ECDsaSecurityKey(pair), ValidIssuer = "north-pacs", ValidAudience = "http://node.test/oauth2/token",
        });
        Assert.True(judged.IsValid);
    }

    [Fact]
    public async Task A_busy_node_is_asked_again()
    {
        var answers = new Answers(
            () => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable),
            () => throw new HttpRequestException("nobody there"),
            () => new HttpResponseMessage(HttpStatusCode.OK));
        using var http = new HttpClient(new Retrying(answers, TimeProvider.System, TimeSpan.FromMinutes(1)));
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsync(Node, new StringContent("once more"))).StatusCode);
        Assert.Equal(["once more", "once more", "once more"], answers.Bodies);
    }

    [Fact]
    public void The_domains_number_is_read_from_the_cross_reference()
    {
        var reference = new PatientCrossReference(new HttpClient(), Node, AssigningAuthority.Parse("1.2.1000"));
        using var parameters = JsonDocument.Parse("""
            { "resourceType": "Parameters", "parameter": [
              { "name": "targetId", "valueReference": { "reference": "Patient/s-1" } },
              { "name": "targetIdentifier", "valueIdentifier": { "system": "urn:oid:1.2.7", "value": "other" } },
              { "name": "targetIdentifier", "valueIdentifier": { "system": "urn:oid:1.2.1000", "value": "D1" } } ] }
            """);
        Assert.Equal("D1^^^&1.2.1000&ISO", reference.Of(parameters.RootElement)?.Cx);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("no json")]
    [InlineData("""{ "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "d": "AA" }""")]
    public void A_file_without_a_fitting_private_key_is_refused(string text) => Assert.Throws<FormatException>(() => ClientKey.Read(text));

    private static string Jwk(ECDsa pair)
    {
        var key = pair.ExportParameters(includePrivateParameters: true);
        return JsonSerializer.Serialize(new
        {
            kty = "EC", crv = "P-384", kid = "k1",
            x = Base64UrlEncoder.Encode(key.Q.X), y = Base64UrlEncoder.Encode(key.Q.Y), d = Base64UrlEncoder.Encode(key.D),
        });
    }

    private static HttpResponseMessage Json(string text) => new(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, "application/json") };

    /// <summary>Answers in turn, and remembers what was asked.</summary>
    private sealed class Answers(params Func<HttpResponseMessage>[] answers) : HttpMessageHandler
    {
        private int _next;

        public List<string> Authorizations { get; } = [];

        public List<string> Bodies { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Headers.Authorization is { } authorization)
                Authorizations.Add(authorization.ToString());
            if (request.Content is { } content)
                Bodies.Add(await content.ReadAsStringAsync(cancellationToken));
            return answers[_next++]();
        }
    }
}
