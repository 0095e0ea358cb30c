using HieImaging.AffinityDomain.Transactions;
using HieImaging.Hl7v2.Acknowledging;
using HieImaging.Hl7v2.Messages;
using HieImaging.Trust.Admission;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;

namespace HieImaging.Identity.Receiving;

/// <summary>Refuses: an audit record, and the acknowledgement.</summary>
internal sealed class MllpRefusals(RefusalAudit audit, TimeProvider clock)
{
    /// <param name="message">What is refused, its MSH alone, or null.</param>
    /// <param name="transaction">Null: not known.</param>
    public async Task<Hl7Message> AnswerAsync(
        Hl7Message? message, Transaction? transaction, Authentication sender, MllpRefusal refusal,
        AuditOutcome outcome = AuditOutcome.Refused, string? certificate = null)
    {
        await TellAsync(transaction, sender, refusal, outcome, certificate);
        return Acknowledgement.Of(message, refusal.Code, [refusal.Error], clock.GetUtcNow());
    }

    /// <summary>The audit record alone, where there is nothing to answer.</summary>
    /// <param name="certificate">Whose thumbprint a sender showed who is not known by it.</param>
    public Task TellAsync(
        Transaction? transaction, Authentication sender, MllpRefusal refusal, AuditOutcome outcome = AuditOutcome.Refused,
        string? certificate = null)
    {
        var record = sender is Authentication.Known(var caller)
            ? AuditRecord.For(caller, transaction ?? Transaction.NoDoor)
            : AuditRecord.For(transaction ?? Transaction.NoDoor) with
            {
                Client = (sender as Authentication.Refused)?.Client, Certificate = certificate,
            };
        record = record with { Outcome = outcome, Code = $"HL7 {(int)refusal.Error.Code}" };
        return refusal.IsCounted ? audit.CountAsync(record) : audit.TellAsync(record);
    }
}
