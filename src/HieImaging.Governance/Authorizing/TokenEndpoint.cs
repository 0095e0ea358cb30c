using System.Text.Json.Nodes;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.RecordLocator.Participants;
using HieImaging.Trust.Admission;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Tokens;
using HieImaging.Wire.Doors;
using Microsoft.AspNetCore.Http;

namespace HieImaging.Governance.Authorizing;

/// <summary>POST /oauth2/token (ITI-71, SMART backend services): client_credentials for a client that proves itself by a signed assertion
/// or its TLS certificate.</summary>
internal sealed class TokenEndpoint(
    CurrentDomain current, ClientProof proof, TokenIssue issue, RateLimits rates, RefusalAudit refusals)
{
    public async Task AnswerAsync(HttpContext http)
    {
        if (await TokenForm.ReadAsync(http, http.RequestAborted) is not { } form)
        {
            await RefuseAsync(http, null, "invalid_request", "A form of known fields is asked for, each once.");
            return;
        }
        if (form["grant_type"] != "client_credentials")
        {
            await RefuseAsync(http, null, "unsupported_grant_type", "The grant type is client_credentials.");
            return;
        }
        var claimed = ClaimedClient.Of(form, current.Now);
        if (rates.BeforeAttempt(http, claimed, Transaction.Iti71) is { } wait)
        {
            await SlowDownAsync(http, wait);
            return;
        }
        switch (await proof.CheckAsync(http, form, current.Now))
        {
            case ClientAuthentication.Refused refused:
                rates.OfFailure(http, claimed, Transaction.Iti71);
                await RefuseAsync(http, null, refused.Error, refused.Reason);
                break;
            case ClientAuthentication.Proven proven:
                await GrantAsync(http, form, proven);
                break;
        }
    }

    private async Task GrantAsync(HttpContext http, TokenForm form, ClientAuthentication.Proven proven)
    {
        switch (GrantDecision.On(proven.Client, form["scope"], form["purpose_of_use"] ?? proven.Assertion?.Purpose))
        {
            case GrantDecision.Refused refused:
                await RefuseAsync(http, proven, refused.Error, refused.Reason);
                break;
            case GrantDecision.Granted granted:
                if (await issue.RunAsync(
                        proven, granted, ClientCertificate.Thumbprint(http), current.Now.File.HomeCommunityId, http.RequestAborted)
                    is { } token)
                    await TokenRefusal.WriteJsonAsync(http, StatusCodes.Status200OK, new JsonObject
                    {
                        ["access_token"] = token,
                        ["token_type"] = "Bearer",
                        ["expires_in"] = (int)AccessToken.Life.TotalSeconds,
                        ["scope"] = string.Join(' ', granted.Scopes),
                    });
                else
                    await RefuseAsync(http, proven, "invalid_client", "The assertion was used before.");
                break;
        }
    }

    // No assertion of its is looked at until then.
    private async Task SlowDownAsync(HttpContext http, TimeSpan wait)
    {
        await refusals.CountAsync(AuditRecord.For(Transaction.Iti71) with { Outcome = AuditOutcome.Refused, Code = "throttled" });
        await DoorRefusal.WriteAsync(
            http, StatusCodes.Status429TooManyRequests, "throttled", "Too many attempts failed; come again later.", wait);
    }

    private async Task RefuseAsync(HttpContext http, ClientAuthentication.Proven? proven, string error, string reason)
    {
        await refusals.TellAsync(AuditRecord.For(Transaction.Iti71) with
        {
            Outcome = AuditOutcome.Refused,
            Code = error,
            Client = proven?.Client.Id,
            Participant = proven?.Participant.Id,
            Certificate = ClientCertificate.Thumbprint(http),
        });
        await TokenRefusal.WriteAsync(http, StatusCodes.Status400BadRequest, error, reason);
    }
}
