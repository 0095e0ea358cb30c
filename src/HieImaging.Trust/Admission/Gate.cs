using System.Globalization;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Wire.Doors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HieImaging.Trust.Admission;

/// <summary>
/// In front of every door: a route without a transaction is not there, a caller without the transaction's scope does not get in, and
/// nothing of the body is read before. Deny by default. Whoever comes too fast is told when to come again.
/// </summary>
internal sealed class Gate(
    RequestDelegate next, Authenticator authenticator, RateLimits rates, RefusalAudit refusals, IOptions<GateOptions> options)
{
    private const string Throttled = "throttled";

    private static readonly Authentication.Refused Nobody = new("anonymous", "A token or a client certificate is asked for.");

    public async Task InvokeAsync(HttpContext http)
    {
        var endpoint = http.GetEndpoint();
        var transactions = endpoint?.Metadata.GetOrderedMetadata<Transaction>() ?? [];
        if (transactions.Count == 0)
        {
            await TellLostAsync(http, endpoint is null ? "404" : "405");
            // Routing's own refusals (405, 415) are no routes of ours and stand.
            if (endpoint is not null and not RouteEndpoint)
                await next(http);
            else
                await DoorRefusal.WriteAsync(http, StatusCodes.Status404NotFound, "not-found", "There is nothing under this address.");
            return;
        }
        if (transactions.Any(transaction => transaction.Scope is null))
        {
            if (rates.OfAddress(http, transactions[0]) is { } wait)
            {
                await SlowDownAsync(http, Unknown(transactions[0], Throttled), wait);
                return;
            }
            if (transactions[0] == Transaction.NoDoor)
                await TellLostAsync(http, "404");
            await next(http);
            return;
        }
        switch (await authenticator.AuthenticateAsync(http, http.RequestAborted))
        {
            case Authentication.Known(var caller):
                http.Admit(caller);
                if (rates.OfClient(caller.Client.Id, transactions[0]) is { } wait)
                    await SlowDownAsync(http, AuditRecord.For(caller, transactions[0]), wait);
                else if (transactions.Any(transaction => caller.Has(transaction.Scope!)))
                    await next(http);
                else
                    await RefuseScopeAsync(http, caller, transactions[0]);
                break;
            case Authentication.Refused refused:
                await RefuseUnprovenAsync(
                    http, transactions[0], refused, $"error=\"{refused.Error}\", error_description=\"{refused.Reason}\"");
                break;
            default:
                await RefuseUnprovenAsync(http, transactions[0], Nobody, null);
                break;
        }
    }

    private async Task RefuseUnprovenAsync(HttpContext http, Transaction transaction, Authentication.Refused refused, string? challenge)
    {
        var record = Unknown(transaction, refused.Error) with
        {
            Client = refused.Client,
            Certificate = ClientCertificate.Thumbprint(http),
        };
        if (rates.OfFailure(http, refused.Client, transaction) is { } wait)
        {
            await SlowDownAsync(http, record, wait);
            return;
        }
        Challenge(http, challenge);
        await refusals.TellAsync(record);
        await DoorRefusal.WriteAsync(http, StatusCodes.Status401Unauthorized, "login", refused.Reason);
    }

    // Counted, not told one by one: whoever loops must not fill the trail (docs/decisions/0025).
    private async Task SlowDownAsync(HttpContext http, AuditRecord record, TimeSpan wait)
    {
        await refusals.CountAsync(record with { Outcome = AuditOutcome.Refused, Code = Throttled });
        await DoorRefusal.WriteAsync(
            http, StatusCodes.Status429TooManyRequests, Throttled, "There are too many calls; come again later.", wait);
    }

    // Who knocks where nothing is, and shows who it is, is written down; who shows nothing is let look.
    private async Task TellLostAsync(HttpContext http, string code)
    {
        if (http.Request.Headers.Authorization.Count == 0
            || await authenticator.AuthenticateAsync(http, http.RequestAborted) is not Authentication.Known(var caller))
            return;
        var record = AuditRecord.For(caller, Transaction.NoDoor) with { Outcome = AuditOutcome.Refused, Code = code };
        await (rates.OfClient(caller.Client.Id, Transaction.NoDoor) is null ? refusals.TellAsync(record) : refusals.CountAsync(record));
    }

    private async Task RefuseScopeAsync(HttpContext http, Caller caller, Transaction transaction)
    {
        Challenge(http, string.Create(CultureInfo.InvariantCulture, $"error=\"insufficient_scope\", scope=\"{transaction.Scope}\""));
        await refusals.TellAsync(ScopeCheck.Refusal(caller, transaction));
        // RFC 6750 3.1 and FHIR: 403; IUA (ITI-72): 401
        await DoorRefusal.WriteAsync(http, options.Value.InsufficientScope, "forbidden", $"The scope {transaction.Scope} is not granted.");
    }

    private static AuditRecord Unknown(Transaction transaction, string code) =>
        AuditRecord.For(transaction) with { Outcome = AuditOutcome.Refused, Code = code };

    private static void Challenge(HttpContext http, string? error) =>
        http.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer realm=\"hie\"" + (error is null ? "" : ", " + error);
}
