using System.Text.Json.Nodes;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Participants;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Tokens;
using Microsoft.AspNetCore.Http;

namespace HieImaging.Governance.Authorizing;

/// <summary>POST /oauth2/introspect (ITI-102, RFC 7662): what a token of this node is good for now. Whatever is not one is only "not
/// active".</summary>
internal sealed class Introspection(Store store, CurrentDomain current, TokenKeys keys, PublicAddress address, TimeProvider clock)
{
    public async Task AnswerAsync(HttpContext http)
    {
        var cancellation = http.RequestAborted;
        if (await TokenForm.ReadAsync(http, cancellation) is not { } form || form["token"] is not { } text)
        {
            await TokenRefusal.WriteAsync(http, StatusCodes.Status400BadRequest, "invalid_request", "A form with a token is asked for.");
            return;
        }
        var token = await AccessTokenReader.ReadAsync(text, address.Now, kid => keys.FindAsync(kid, cancellation));
        var answer = new JsonObject { ["active"] = false };
        if (token is not null && token.IsCurrent(clock.GetUtcNow()) && current.Now.Client(token.Client) is var (_, client)
            && (token.Purpose.Length == 0 || client.Purposes.Contains(token.Purpose)))               // as the gate has it
            answer = Active(token, Scopes.Common(token.Scopes, client.Scopes));
        await using var session = await store.OpenSession(cancellation);
        AuditTrail.Append(session, AuditRecord.For(http.Caller(), Transaction.Iti102) with { Entity = token?.Id });
        await session.SaveChangesAsync(cancellation);
        await TokenRefusal.WriteJsonAsync(http, StatusCodes.Status200OK, answer);
    }

    private JsonObject Active(AccessToken token, IEnumerable<string> scopes)
    {
        var answer = new JsonObject
        {
            ["active"] = true,
            ["token_type"] = "Bearer",
            ["iss"] = address.Now,
            ["aud"] = address.Now,
            ["sub"] = token.Client,
            ["client_id"] = token.Client,
            ["jti"] = token.Id,
            ["iat"] = token.IssuedAt.ToUnixTimeSeconds(),
            ["exp"] = token.Expires.ToUnixTimeSeconds(),
            ["scope"] = string.Join(' ', scopes),
        };
        if (token.Purpose.Length > 0)
            answer["extensions"] = new JsonObject
            {
                ["ihe_iua"] = new JsonObject
                {
                    ["purpose_of_use"] = new JsonArray(new JsonObject { ["system"] = AccessToken.PurposeSystem, ["code"] = token.Purpose })
                },
            };
        if (token.BoundTo is not null)
            answer["cnf"] = new JsonObject { ["x5t#S256"] = token.BoundTo };
        return answer;
    }
}
