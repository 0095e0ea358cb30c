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
/// nothing of the body is read before. Deny by default.
/// </summary>
internal sealed class Gate(RequestDelegate next, Authenticator authenticator, RefusalAudit refusals, IOptions<GateOptions> options)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var endpoint = http.GetEndpoint();
        var transactions = endpoint?.Metadata.GetOrderedMetadata<Transaction>() ?? [];
        if (transactions.Count == 0)
        {
            // Routing's own refusals (405, 415) are no routes of ours and stand.
            if (endpoint is not null and not RouteEndpoint)
                await next(http);
            else
                await WriteAsync(http, StatusCodes.Status404NotFound, "not-found", "There is nothing under this address.");
            return;
        }
        if (transactions.Any(transaction => transaction.Scope is null))
        {
            await next(http);
            return;
        }
        switch (await authenticator.AuthenticateAsync(http, http.RequestAborted))
        {
            case Authentication.Known(var caller):
                http.Admit(caller);
                if (transactions.Any(transaction => caller.Has(transaction.Scope!)))
                    await next(http);
                else
                    await RefuseScopeAsync(http, caller, transactions[0]);
                break;
            case Authentication.Refused refused:
                Challenge(http, $"error=\"{refused.Error}\", error_description=\"{refused.Reason}\"");
                await refusals.TellAsync(Unknown(transactions[0], refused.Error) with
                {
                    Client = refused.Client,
                    Certificate = ClientCertificate.Thumbprint(http)
                });
                await WriteAsync(http, StatusCodes.Status401Unauthorized, "login", refused.Reason);
                break;
            default:
                Challenge(http, null);
                await refusals.TellAsync(Unknown(transactions[0], "anonymous"));
                await WriteAsync(http, StatusCodes.Status401Unauthorized, "login", "A token or a client certificate is asked for.");
                break;
        }
    }

    private async Task RefuseScopeAsync(HttpContext http, Caller caller, Transaction transaction)
    {
        Challenge(http, string.Create(CultureInfo.InvariantCulture, $"error=\"insufficient_scope\", scope=\"{transaction.Scope}\""));
        await refusals.TellAsync(ScopeCheck.Refusal(caller, transaction));
        // RFC 6750 3.1 and FHIR: 403; IUA (ITI-72): 401
        await WriteAsync(http, options.Value.InsufficientScope, "forbidden", $"The scope {transaction.Scope} is not granted.");
    }

    private static AuditRecord Unknown(Transaction transaction, string code) =>
        AuditRecord.For(transaction) with { Outcome = AuditOutcome.Refused, Code = code };

    private static void Challenge(HttpContext http, string? error) =>
        http.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer realm=\"hie\"" + (error is null ? "" : ", " + error);

    private static Task WriteAsync(HttpContext http, int status, string code, string text)
    {
        http.Response.Headers[HeaderNames.CacheControl] = "no-store";
        if (http.GetEndpoint()?.Metadata.GetMetadata<RefusalWriter>() is { } write)
            return write(http, status, code, text);
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(text, http.RequestAborted);
    }
}
