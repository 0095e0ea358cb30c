using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HieImaging.PretendFacility.Tokens;

namespace HieImaging.Harness.Hostile;

/// <summary>Tokens that were forged, bound to somebody else, too wide, too old or in the wrong place; at a door of A's own study, or at the token endpoint.</summary>
public sealed partial class BearerChannel(HostileExchange exchange) : HostileChannel(exchange)
{
    private static readonly HashSet<string> Made =
    [
        "alg-none", "alg-none-case", "alg-hs256", "jwk-embedded", "exp-float-inf", "expired", "exp-missing", "exp-string", "exp-negative", "nbf-future", "iat-future", "lifetime-10y",
        "aud-other-rs", "aud-array-mixed", "aud-missing", "iss-trailing-slash", "iss-other", "sub-mismatch", "typ-jwt", "refresh-as-access", "client-assertion-as-access",
        "share-token-as-access", "scope-injection", "scope-v1-v2-mix", "scope-query-broaden", "scope-empty", "patient-claim-missing", "purpose-forged-claim", "cnf-mismatch",
        "cnf-over-plain-tls", "dpop-replay", "dpop-wrong-ath", "b64-false", "crit-unknown", "zip-header", "kid-path", "kid-sql", "dup-claims", "huge-64k", "whitespace-b64",
        "ecdsa-zero-sig", "nested-jwt", "rsa-512", "revoked-client", "token-in-query",
    ];

    private readonly List<string> _shown = [];

    public override string Name => "oauth-bearer";

    public override string? Skips(BadInput input) =>
        Made.Contains(BadInputFolder.Split(input).Key) ? null : "nobody knows yet how to make this token";

    public override Expectation Expects(BadInput input) => OurAnswers.To(input);

    // Signed as the forged ones are: only what is wrong with them keeps them out.
    public override async Task<HostileAnswer> ControlAsync(CancellationToken cancellation)
    {
        using var tokens = await NodeTokens.OfAsync(Exchange, Exchange.A.Ehr);
        return await ShowAsync("Bearer " + tokens.With(_ => { }), cancellation);
    }

    public override async Task<HostileAnswer> PlayAsync(BadInputFolder folder, BadInput input, CancellationToken cancellation)
    {
        _shown.Clear();
        using var tokens = await NodeTokens.OfAsync(Exchange, Exchange.A.Ehr);
        var variant = BadInputFolder.Split(input).Key;
        return variant switch
        {
            "lifetime-10y" => await ProveAsync(Assertion() with { Lifetime = TimeSpan.FromDays(3650) }, cancellation),
            "rsa-512" => await WeakKeyAsync(cancellation),
            "revoked-client" => await RevokedAsync(cancellation),
            "token-in-query" => await InQueryAsync(tokens.Good, cancellation),
            "cnf-mismatch" => await WithCertificateAsync(Bound(tokens), cancellation),
            "scope-query-broaden" => await NarrowedAsync(tokens, cancellation),
            "scope-v1-v2-mix" => await MixedAsync(cancellation),
            "dpop-replay" => await ProofAsync(tokens, twice: true, cancellation),
            "dpop-wrong-ath" => await ProofAsync(tokens, twice: false, cancellation),
            "purpose-forged-claim" => await PurposeAsync(tokens, cancellation),
            "whitespace-b64" => await FirstTakenAsync(Respelled(tokens.Good), cancellation),
            "jwk-embedded" => await FirstTakenAsync(KeysInside(tokens), cancellation),
            "iss-trailing-slash" => await FirstTakenAsync(Issuers(tokens), cancellation),
            "scope-injection" => await FirstTakenAsync([Scoped(tokens, "ITI-43\nsystem/*.cruds"), Scoped(tokens, "ITI-43\tsystem/*.cruds")], cancellation),
            _ => await ShowAsync("Bearer " + Token(variant, tokens), cancellation),
        };
    }

    public override Task<IReadOnlyList<string>> HarmsAsync(BadInput input, HostileAnswer answer, CancellationToken cancellation)
    {
        var harms = new List<string>();
        if (answer.Status < 400)
            harms.Add("it opens the door");
        if (Exchange.Node.Log.Any(line => _shown.Any(token => line.Contains(token, StringComparison.Ordinal))))
            harms.Add("the token stands in the log");
        return Task.FromResult<IReadOnlyList<string>>(harms);
    }

    // Signed by the node's own key wherever only what is said is wrong.
    private string Token(string variant, NodeTokens tokens) => variant switch
    {
        "alg-none" => $"{NodeTokens.Part("""{"alg":"none","typ":"at+jwt"}""")}.{tokens.Good.Split('.')[1]}.",
        "alg-none-case" => $"{NodeTokens.Part("""{"alg":"nOnE","typ":"at+jwt"}""")}.{tokens.Good.Split('.')[1]}.AA",
        "alg-hs256" => tokens.With(_ => { }, header => header["alg"] = "HS256"),
        "expired" => tokens.With(claims => (claims["iat"], claims["nbf"], claims["exp"]) = (Now() - 900, Now() - 900, Now() - 600)),
        "exp-missing" => tokens.With(claims => claims.Remove("exp")),
        "exp-string" => tokens.With(claims => claims["exp"] = "9999999999"),
        "exp-negative" => tokens.With(claims => claims["exp"] = -1),
        "aud-missing" => tokens.With(claims => claims.Remove("aud")),
        "iss-other" => tokens.With(claims => claims["iss"] = "https://other.example"),
        "sub-mismatch" => tokens.With(claims => claims["sub"] = "operator"),
        "typ-jwt" => tokens.With(_ => { }, header => header["typ"] = "JWT"),
        "scope-empty" => Scoped(tokens, ""),
        "zip-header" => tokens.With(_ => { }, header => header["zip"] = "DEF"),
        "kid-path" => tokens.With(_ => { }, header => header["kid"] = "../../../../dev/null"),
        "kid-sql" => tokens.With(_ => { }, header => header["kid"] = "x' or '1'='1"),
        "nested-jwt" => tokens.Sign(new JsonObject { ["alg"] = "ES256", ["typ"] = "at+jwt", ["cty"] = "JWT" }.ToJsonString(), tokens.Claims.ToJsonString()),
        "exp-float-inf" => tokens.Sign(tokens.Header.ToJsonString(), Expiry().Replace(tokens.Claims.ToJsonString(), "\"exp\":1e308")),
        "nbf-future" => tokens.With(claims => claims["nbf"] = Now() + 3600),
        "iat-future" => tokens.With(claims => (claims["iat"], claims["nbf"], claims["exp"]) = (Now() + 3600, Now() + 3600, Now() + 3900)),
        "aud-other-rs" => tokens.With(claims => claims["aud"] = "https://other.example"),
        "aud-array-mixed" => tokens.With(claims => claims["aud"] = new JsonArray("https://evil.example", (string?)claims["aud"])),
        "refresh-as-access" => tokens.With(_ => { }, header => header["typ"] = "rt+jwt"),
        "client-assertion-as-access" => Assertion().Sign(Exchange.Keys),
        "share-token-as-access" => new string('A', 43),
        "patient-claim-missing" => Scoped(tokens, "patient/ImagingStudy.rs"),
        "cnf-over-plain-tls" => Bound(tokens),
        "b64-false" => tokens.With(_ => { }, header => (header["b64"], header["crit"]) = (false, new JsonArray("b64"))),
        "crit-unknown" => tokens.With(_ => { }, header => header["crit"] = new JsonArray("x")),
        "dup-claims" => tokens.Sign(tokens.Header.ToJsonString(), tokens.Claims.ToJsonString().Replace("\"sub\":", "\"sub\":\"operator\",\"sub\":", StringComparison.Ordinal)),
        "huge-64k" => tokens.With(claims => claims["padding"] = new string('A', 64 * 1024)),
        "ecdsa-zero-sig" => tokens.Good[..(tokens.Good.LastIndexOf('.') + 1)] + new string('A', 86),
        _ => throw new InvalidOperationException($"Nobody knows how to make the token {variant}."),
    };

    private static string Scoped(NodeTokens tokens, string scope) => tokens.With(claims => claims["scope"] = scope);

    private static string Bound(NodeTokens tokens) => tokens.With(claims => claims["cnf"] = new JsonObject { ["x5t#S256"] = new string('A', 43) });

    // A padded, a spaced, and one whose loose bits are set: the same signature in other letters.
    private static string[] Respelled(string good)
    {
        var last = good[^1];
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return [good + "=", good + "==", good.Replace(".", ". ", StringComparison.Ordinal), good[..^1] + Alphabet[Alphabet.IndexOf(last, StringComparison.Ordinal) ^ 1]];
    }

    private string[] KeysInside(NodeTokens tokens)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var sink = $"http://127.0.0.1:{Exchange.Sink.Port}/";
        return [.. new Action<JsonObject>[]
        {
            header => header["jwk"] = NodeTokens.PublicJwk(own), header => header["jku"] = sink, header => header["x5u"] = sink, header => header.Remove("kid"),
        }.Select(change =>
        {
            var header = tokens.Header;
            change(header);
            return NodeTokens.Sign(header.ToJsonString(), tokens.Claims.ToJsonString(), own);
        })];
    }

    private static string[] Issuers(NodeTokens tokens) =>
    [
        tokens.With(claims => claims["iss"] = (string?)claims["iss"] + "/"), tokens.With(claims => claims["aud"] = (string?)claims["aud"] + "/"),
        tokens.With(claims => claims["iss"] = ((string?)claims["iss"])!.ToUpperInvariant()),
    ];

    // An ADT, which is registered for its feed alone, with a token that claims every search: what is registered is what there is.
    private async Task<HostileAnswer> MixedAsync(CancellationToken cancellation)
    {
        using var adt = await NodeTokens.OfAsync(Exchange, Exchange.A.Adt);
        return await ShowAsync("Bearer " + Scoped(adt, "patient/*.read system/*.rs"), cancellation) with { Client = Exchange.A.Adt };
    }

    // Narrowed to CT it opens the CT study, narrowed to mammography the study is not there.
    private async Task<HostileAnswer> NarrowedAsync(NodeTokens tokens, CancellationToken cancellation)
    {
        var own = await ShowAsync("Bearer " + Scoped(tokens, "system/ImagingStudy.rs?modality=CT"), cancellation);
        if (own.Status != 200)
            throw new InvalidOperationException($"A token for CT does not open a CT study: {own}");
        return await ShowAsync("Bearer " + Scoped(tokens, "system/ImagingStudy.rs?modality=MG"), cancellation) with { Client = Exchange.A.Ehr };
    }

    // A token that says no purpose, and a header that says treatment: B's study stays what it is without one.
    private async Task<HostileAnswer> PurposeAsync(NodeTokens tokens, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "fhir/ImagingStudy/" + Exchange.StudyIdOfB);
        request.Headers.Add("X-Purpose-Of-Use", "ETREAT");
        return await ShowAsync(request, "Bearer " + tokens.With(claims => claims["extensions"]!["ihe_iua"]!.AsObject().Remove("purpose_of_use")), cancellation)
            with { Client = Exchange.A.Ehr };
    }

    // A token that is bound to a key that is shown by DPoP is no bearer token, and DPoP is not spoken.
    private async Task<HostileAnswer> ProofAsync(NodeTokens tokens, bool twice, CancellationToken cancellation)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var bound = tokens.With(claims => claims["cnf"] = new JsonObject { ["jkt"] = new string('A', 43) });
        var header = new JsonObject { ["alg"] = "ES256", ["typ"] = "dpop+jwt", ["jwk"] = NodeTokens.PublicJwk(own) };
        var proof = NodeTokens.Sign(header.ToJsonString(),
            new JsonObject { ["jti"] = "once", ["htm"] = "GET", ["htu"] = Door, ["iat"] = Now(), ["ath"] = new string('A', 43) }.ToJsonString(), own);
        HostileAnswer last = new();
        foreach (var scheme in twice ? (string[])["DPoP ", "DPoP ", "Bearer "] : ["DPoP ", "Bearer "])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Door);
            request.Headers.TryAddWithoutValidation("DPoP", proof);
            last = await ShowAsync(request, scheme + bound, cancellation);
            if (last.Status != 401)
                return last;
        }
        return last;
    }

    // Registered it cannot be: the operator's import refuses it, and what it signs is nobody's.
    private async Task<HostileAnswer> WeakKeyAsync(CancellationToken cancellation)
    {
#pragma warning disable CA5385 // a weak key is what is tried
        using var weak = RSA.Create(512);
#pragma warning restore CA5385
        var domain = JsonNode.Parse(await File.ReadAllTextAsync(Exchange.Settings["Domain"], cancellation))!.AsObject();
        var parameters = weak.ExportParameters(false);
        ClientOf(domain, Exchange.A.Ehr)["jwks"] = new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA", ["kid"] = "weak", ["alg"] = "RS384",
                ["n"] = System.Buffers.Text.Base64Url.EncodeToString(parameters.Modulus), ["e"] = System.Buffers.Text.Base64Url.EncodeToString(parameters.Exponent),
            }),
        };
        var file = Path.Combine(Checkout.NewFolder("domain"), "weak.json");
        await File.WriteAllTextAsync(file, domain.ToJsonString(), cancellation);
        if ((await NodeProcess.TryAsync(Exchange.Settings, "domain", "import", file)).Code == 0)
            return new HostileAnswer { Status = 200 };
        var text = $"{NodeTokens.Part("""{"alg":"RS384","kid":"weak"}""")}.{Assertion().Sign(Exchange.Keys).Split('.')[1]}";
        var signature = new byte[64];
        return await ProveAsync($"{text}.{System.Buffers.Text.Base64Url.EncodeToString(signature)}", cancellation);
    }

    // The operator takes B's EHR out of the domain: within five seconds its token opens nothing more.
    private async Task<HostileAnswer> RevokedAsync(CancellationToken cancellation)
    {
        var token = await Exchange.TokenAsync(Exchange.B.Ehr);
        var good = Exchange.Settings["Domain"];
        var domain = JsonNode.Parse(await File.ReadAllTextAsync(good, cancellation))!.AsObject();
        ClientOf(domain, Exchange.B.Ehr)["id"] = "somebody-else";
        var file = Path.Combine(Checkout.NewFolder("domain"), "revoked.json");
        await File.WriteAllTextAsync(file, domain.ToJsonString(), cancellation);
        await NodeProcess.RunAsync(Exchange.Settings, "domain", "import", file);
        try
        {
            var answer = await ShowAsync("Bearer " + token, cancellation);
            for (var tries = 0; tries < 50 && answer.Status != 401; tries++)
            {
                await Task.Delay(100, cancellation);
                answer = await ShowAsync("Bearer " + token, cancellation);
            }
            return answer;
        }
        finally
        {
            await NodeProcess.RunAsync(Exchange.Settings, "domain", "import", good);
            await Deadline.Until("the client is there again", async () => (await ShowAsync("Bearer " + token, cancellation)).Status != 401);
        }
    }

    private async Task<HostileAnswer> InQueryAsync(string token, CancellationToken cancellation)
    {
        _shown.Add(token);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Door}?access_token={token}");
        return OAuth(await Exchange.SendAsync(request, null, cancellation));
    }

    private async Task<HostileAnswer> WithCertificateAsync(string token, CancellationToken cancellation)
    {
        using var certificate = SelfSigned.Certificate("CN=other");
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => Exchange.IsNode(shown);
        handler.SslOptions.ClientCertificates = [certificate];
        using var http = new HttpClient(handler) { BaseAddress = Exchange.Secure };
        using var request = new HttpRequestMessage(HttpMethod.Get, Door);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _shown.Add(token);
        using var answer = await http.SendAsync(request, cancellation);
        return OAuth(new HostileAnswer
        {
            Status = (int)answer.StatusCode, Body = await answer.Content.ReadAsByteArrayAsync(cancellation),
            Headers = new Dictionary<string, string> { ["www-authenticate"] = answer.Headers.WwwAuthenticate.ToString() },
        }) with { Client = Exchange.A.Ehr };
    }

    private Task<HostileAnswer> ProveAsync(ClientAssertion assertion, CancellationToken cancellation) => ProveAsync(assertion.Sign(Exchange.Keys), cancellation);

    private async Task<HostileAnswer> ProveAsync(string assertion, CancellationToken cancellation)
    {
        _shown.Add(assertion);
        using var request = new HttpRequestMessage(HttpMethod.Post, "oauth2/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials", ["client_assertion"] = assertion,
                ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            }),
        };
        return await Exchange.SendAsync(request, null, cancellation);
    }

    // Of several spellings of one thing the first that gets in; else the last refusal.
    private async Task<HostileAnswer> FirstTakenAsync(IEnumerable<string> tokens, CancellationToken cancellation)
    {
        HostileAnswer answer = new();
        foreach (var token in tokens)
        {
            answer = await ShowAsync("Bearer " + token, cancellation);
            if (answer.Status < 400)
                return answer;
        }
        return answer;
    }

    private async Task<HostileAnswer> ShowAsync(string authorization, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Door);
        return await ShowAsync(request, authorization, cancellation);
    }

    private async Task<HostileAnswer> ShowAsync(HttpRequestMessage request, string authorization, CancellationToken cancellation)
    {
        _shown.Add(authorization[(authorization.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        var answer = OAuth(await Exchange.SendAsync(request, null, cancellation));
        return answer.Status == 403 ? answer with { Client = Exchange.A.Ehr } : answer;
    }

    // The reason stands in the challenge (RFC 6750 3).
    private static HostileAnswer OAuth(HostileAnswer answer) =>
        Error().Match(answer.Headers.GetValueOrDefault("www-authenticate", "")) is { Success: true } error ? answer with { OwnCodes = [error.Groups[1].Value] } : answer;

    private string Door => "fhir/ImagingStudy/" + Exchange.StudyIdOfA;

    private ClientAssertion Assertion() => new() { Client = Exchange.A.Ehr, Audience = new Uri(Exchange.Address, "oauth2/token"), IssuedAt = TimeProvider.System.GetUtcNow() };

    private static long Now() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private static JsonObject ClientOf(JsonObject domain, string client) => domain["participants"]!.AsArray()
        .SelectMany(participant => participant!["clients"]?.AsArray() ?? []).Select(node => node!.AsObject()).Single(node => (string?)node["id"] == client);

    [GeneratedRegex("\"exp\":[0-9]+")]
    private static partial Regex Expiry();

    [GeneratedRegex("error=\"([a-z_]+)\"")]
    private static partial Regex Error();
}
