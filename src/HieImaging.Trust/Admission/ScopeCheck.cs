using HieImaging.AffinityDomain.Transactions;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Trust.Admission;

/// <summary>Asked again where one route carries several transactions: SOAP's action, an include's type. A refusal is audited
/// here.</summary>
public static class ScopeCheck
{
    public static async ValueTask<bool> MayAsync(HttpContext http, Transaction transaction)
    {
        if (transaction.Scope is null)
            return true;
        var caller = http.Caller();
        if (caller.Has(transaction.Scope))
            return true;
        await http.RequestServices.GetRequiredService<RefusalAudit>().TellAsync(Refusal(caller, transaction));
        return false;
    }

    /// <summary>Audits that a known caller was refused before a room had anything of its own to save; the code is the channel's.</summary>
    public static Task RefusedAsync(HttpContext http, Transaction transaction, string code) => http.CallerOrNull() is { } caller
        ? http.RequestServices.GetRequiredService<RefusalAudit>().TellAsync(
            AuditRecord.For(caller, transaction) with { Outcome = AuditOutcome.Refused, Code = code })
        : Task.CompletedTask;

    /// <summary>Audits that a caller was refused because the node had too much to do: counted, not one by one.</summary>
    public static Task BusyAsync(HttpContext http, Transaction transaction) =>
        http.RequestServices.GetRequiredService<RefusalAudit>().CountAsync(
            (http.CallerOrNull() is { } caller ? AuditRecord.For(caller, transaction) : AuditRecord.For(transaction)) with
            {
                Outcome = AuditOutcome.Refused, Code = "busy",
            });

    internal static AuditRecord Refusal(Caller caller, Transaction transaction) =>
        AuditRecord.For(caller, transaction) with { Outcome = AuditOutcome.Refused, Code = "insufficient_scope" };
}
