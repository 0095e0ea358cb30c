using System.Text.Json.Nodes;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;

namespace HieImaging.Governance.Authorizing;

/// <summary>What anybody may know of the authorization server: ITI-103 and RFC 8414, SMART's configuration, and the keys that its tokens
/// are signed with.</summary>
internal sealed class ServerMetadata(TokenKeys keys, PublicAddress address)
{
    /// <summary>/.well-known/oauth-authorization-server</summary>
    public Task AuthorizationServerAsync(HttpContext http) => WriteAsync(http, Common());

    /// <summary>/.well-known/smart-configuration, at the root and under /fhir.</summary>
    public Task SmartAsync(HttpContext http)
    {
        var smart = Common();
        smart["capabilities"] = new JsonArray("client-confidential-asymmetric", "permission-v1", "permission-v2", "smart-imaging-access");
        return WriteAsync(http, smart);
    }

    /// <summary>/oauth2/jwks: public halves only.</summary>
    public async Task KeysAsync(HttpContext http)
    {
        var all = new JsonArray();
        foreach (var key in await keys.NewerThan(TimeSpan.FromMinutes(1), http.RequestAborted))
        {
            var point = key.Key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
            all.Add(new JsonObject
            {
                ["kty"] = "EC", ["crv"] = "P-256", ["use"] = "sig", ["alg"] = SecurityAlgorithms.EcdsaSha256, ["kid"] = key.Id,
                ["x"] = Base64UrlEncoder.Encode(point.X), ["y"] = Base64UrlEncoder.Encode(point.Y),
            });
        }
        await WriteAsync(http, new JsonObject { ["keys"] = all });
    }

    private JsonObject Common() => new()
    {
        ["issuer"] = address.Now,
        ["token_endpoint"] = address.TokenEndpoint,
        ["introspection_endpoint"] = address.Now + "/oauth2/introspect",
        ["jwks_uri"] = address.Now + "/oauth2/jwks",
        ["grant_types_supported"] = new JsonArray("client_credentials"),
        ["response_types_supported"] = new JsonArray(),
        ["token_endpoint_auth_methods_supported"] = new JsonArray("private_key_jwt", "tls_client_auth"),
        ["token_endpoint_auth_signing_alg_values_supported"] = new JsonArray([.. AssertionCheck.Algorithms]),
        ["tls_client_certificate_bound_access_tokens"] = true,
        ["code_challenge_methods_supported"] = new JsonArray("S256"),
        ["scopes_supported"] = new JsonArray(
            "system/*.rs", "RAD-68", "RAD-107", "RAD-108", "RAD-129", "ITI-43", "ITI-57", "ITI-104", "manifests", "introspect"),
        ["access_token_format"] = "ihe-jwt",
    };

    private static Task WriteAsync(HttpContext http, JsonObject body)
    {
        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "max-age=60";
        return http.Response.WriteAsync(body.ToJsonString(), http.RequestAborted);
    }
}
