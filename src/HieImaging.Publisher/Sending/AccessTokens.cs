using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HieImaging.Publisher.Sending;

/// <summary>Access tokens by private_key_jwt (RFC 7523 2.2, SMART backend services); each is used until a minute before its end.</summary>
/// <param name="http">Without a token of its own.</param>
/// <param name="endpoint">The token endpoint, which is also the assertion's audience.</param>
internal sealed class AccessTokens(HttpClient http, Uri endpoint, string client, SigningCredentials key, TimeProvider clock)
{
    private const string Scope = "RAD-68 ITI-57 manifests system/Patient.r";

    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);
    private static readonly JsonWebTokenHandler Tokens = new() { SetDefaultTimesOnTokenCreation = false };

    private string? _token;
    private DateTimeOffset _until;

    /// <exception cref="HttpRequestException">The node refused; the message has its code.</exception>
    public async Task<string> TokenAsync(CancellationToken cancellation)
    {
        if (_token is { } good && clock.GetUtcNow() < _until)
            return good;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["scope"] = Scope,
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = Assertion(),
        });
        using var response = await http.PostAsync(endpoint, form, cancellation);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException(
                $"The node gave no token: {(int)response.StatusCode} {await ErrorOf(response, cancellation)}",
                null, response.StatusCode);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        var life = answer.TryGetProperty("expires_in", out var seconds) && seconds.TryGetInt32(out var given)
            ? TimeSpan.FromSeconds(given)
            : Margin;
        _until = clock.GetUtcNow() + (life > Margin * 2 ? life - Margin : life / 2);
        return _token = answer.GetProperty("access_token").GetString()!;
    }

    /// <summary>The node does not take it any more.</summary>
    public void Drop() => _token = null;

    private string Assertion()
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return Tokens.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = client,
            Audience = endpoint.AbsoluteUri,
            Claims = new Dictionary<string, object> { ["sub"] = client, ["jti"] = Guid.NewGuid().ToString("N") },
            IssuedAt = now,
            Expires = now.AddMinutes(4),
            SigningCredentials = key,
        });
    }

    private static async Task<string> ErrorOf(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
            string? Member(string name) => answer.TryGetProperty(name, out var text) ? text.GetString() : null;
            return $"{Member("error")}: {Member("error_description")}";
        }
        catch (Exception other) when (other is JsonException or InvalidOperationException)
        {
            return "(no reason given)";
        }
    }
}
