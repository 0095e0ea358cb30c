using System.Net;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Trust.Callers;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace HieImaging.Governance.Authorizing;

/// <summary>How a client proves who it is: <c>private_key_jwt</c> (RFC 7523), else <c>tls_client_auth</c> by a registered certificate (RFC
/// 8705 2). No shared secrets.</summary>
internal sealed class ClientProof(PublicAddress address, TimeProvider clock)
{
    private const string Bearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    public async Task<ClientAuthentication> CheckAsync(HttpContext http, TokenForm form, Domain domain)
    {
        if (http.Request.Headers.ContainsKey(HeaderNames.Authorization) || form["client_secret"] is not null)
            return new ClientAuthentication.Refused("invalid_client", "There are no client secrets here: sign an assertion.");
        if (!ClientCertificate.IsCurrent(http, clock.GetUtcNow()))
            return new ClientAuthentication.Refused("invalid_client", "The certificate has expired or is not yet valid.");
        var thumbprint = ClientCertificate.Thumbprint(http);
        var byCertificate = thumbprint is null ? null : domain.ClientByCertificate(thumbprint);
        if (form["client_assertion"] is not { } assertion)
            return form["client_assertion_type"] is null && byCertificate is var (participant, client) && client.Id == form["client_id"]
                ? new ClientAuthentication.Proven(participant, client, null)
                : new ClientAuthentication.Refused("invalid_client", "An assertion or a registered client certificate is asked for.");
        if (form["client_assertion_type"] != Bearer)
            return new ClientAuthentication.Refused("invalid_request", $"The client_assertion_type is {Bearer}.");
        var answer = await AssertionCheck.CheckAsync(assertion, form["client_id"], domain, Audiences(http), clock.GetUtcNow());
        return answer is ClientAuthentication.Proven proven && byCertificate is var (_, other) && other.Id != proven.Client.Id
            ? new ClientAuthentication.Refused("invalid_client", "The certificate is another client's.")
            : answer;
    }

    // Its public names; on loopback also the address that was connected to (never what a Host header says: an assertion made for elsewhere
    // would pass).
    private List<string> Audiences(HttpContext http)
    {
        var names = new List<string> { address.TokenEndpoint, address.Now };
        if (http.Connection.LocalIpAddress is { } local && IPAddress.IsLoopback(local))
            foreach (var host in (string[])["127.0.0.1", "localhost", "[::1]"])
                names.Add($"{http.Request.Scheme}://{host}:{http.Connection.LocalPort}/oauth2/token");
        return names;
    }
}
