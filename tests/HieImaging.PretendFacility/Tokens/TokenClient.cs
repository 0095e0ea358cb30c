using System.Net.Http.Json;
using System.Text.Json;
using HieImaging.PretendFacility.Domains;

namespace HieImaging.PretendFacility.Tokens;

/// <summary>Asks a node's token endpoint in the name of the domain's clients.</summary>
/// <param name="http">With the node's address as base.</param>
public sealed class TokenClient(HttpClient http, ClientKeys keys, TimeProvider clock)
{
    public Uri Endpoint => new(http.BaseAddress!, "oauth2/token");

    /// <summary>The client's access token.</summary>
    /// <param name="scope">Space-separated; null: all that the client has.</param>
    /// <param name="purpose">v3-ActReason; null: none stated.</param>
    /// <exception cref="HttpRequestException">Refused; the message says with what words.</exception>
    public async Task<string> TokenAsync(string client, string? scope, string? purpose, CancellationToken cancellation)
    {
        var assertion = new ClientAssertion { Client = client, Audience = Endpoint, IssuedAt = clock.GetUtcNow() };
        using var answer = await AskAsync(assertion.Sign(keys), scope, purpose, cancellation);
        var body = await answer.Content.ReadAsStringAsync(cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"{client} got no token: {(int)answer.StatusCode} {body}", null, answer.StatusCode);
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("access_token").GetString()!;
    }

    /// <summary>The endpoint's answer to an assertion as it is, for those who want it refused.</summary>
    public Task<HttpResponseMessage> AskAsync(string assertion, string? scope, string? purpose, CancellationToken cancellation)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = assertion,
        };
        if (scope is not null)
            form["scope"] = scope;
        if (purpose is not null)
            form["purpose_of_use"] = purpose;
        return http.PostAsync(Endpoint, new FormUrlEncodedContent(form), cancellation);
    }
}
