using System.CommandLine;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace HieImaging.Node.Commands;

/// <summary><c>hie-node token --client ID --key FILE</c>: asks the token endpoint by <c>private_key_jwt</c> and prints the token alone.
/// Exit 1 when refused.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var client = new Option<string>("--client") { Required = true, Description = "The client's id in the domain file." };
        var key = new Option<string>("--key") { Description = "The client's private key, a JWK.", DefaultValueFactory = _ => "client.jwk" };
        var purpose = new Option<string?>("--purpose") { Description = "Purpose of use (v3-ActReason); default the client's first." };
        var scope = new Option<string?>("--scope") { Description = "Scopes, separated by spaces; default all that the client has." };
        var node = new Option<string>("--node") { Description = "The node's address.", DefaultValueFactory = _ => "http://127.0.0.1:8080" };
        var command = new Command("token", "Asks for an access token and prints it.") { client, purpose, scope, key, node };
        command.SetAction(async (parsed, cancellation) =>
        {
            var form = new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            };
            if (parsed.GetValue(scope) is { } scopes)
                form["scope"] = scopes;
            if (parsed.GetValue(purpose) is { } code)
                form["purpose_of_use"] = code;
            try
            {
                var jwk = new JsonWebKey(await File.ReadAllTextAsync(parsed.GetRequiredValue(key), cancellation));
                return await AskAsync(
                    new Uri(parsed.GetRequiredValue(node).TrimEnd('/') + "/"), parsed.GetRequiredValue(client), jwk, form, cancellation);
            }
            catch (Exception failure)
                when (failure is IOException or UnauthorizedAccessException or HttpRequestException or ArgumentException or JsonException)
            {
                Console.Error.WriteLine(failure.Message);
                return 2;
            }
        });
        return command;
    }

    // The audience is the name that the node gives itself, which may be another than the one that we reach it by.
    private static async Task<int> AskAsync(
        Uri node, string client, JsonWebKey key, Dictionary<string, string> form, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = node, Timeout = TimeSpan.FromSeconds(30) };
        var known = await http.GetFromJsonAsync<JsonObject>(".well-known/smart-configuration", cancellation);
        form["client_assertion"] = Assertion(client, (string?)known?["token_endpoint"] ?? new Uri(node, "oauth2/token").ToString(), key);
        using var answer = await http.PostAsync(new Uri("oauth2/token", UriKind.Relative), new FormUrlEncodedContent(form), cancellation);
        var body = await answer.Content.ReadFromJsonAsync<JsonObject>(cancellation);
        if ((string?)body?["access_token"] is { } token)
        {
            Console.WriteLine(token);
            return 0;
        }
        Console.Error.WriteLine($"{(string?)body?["error"]}: {(string?)body?["error_description"]}");
        return 1;
    }

    private static string Assertion(string client, string audience, JsonWebKey key)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var algorithm = key.Alg
            ?? (key.Kty == "RSA" ? SecurityAlgorithms.RsaSha384
                : key.Crv == "P-256" ? SecurityAlgorithms.EcdsaSha256
                : SecurityAlgorithms.EcdsaSha384);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = client,
            Audience = audience,
            IssuedAt = now,
            Expires = now.AddMinutes(4),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = client,
                ["jti"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))
            },
            SigningCredentials = new SigningCredentials(key, algorithm),
        });
    }
}
