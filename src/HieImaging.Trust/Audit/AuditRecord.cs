using HieImaging.AffinityDomain.Transactions;
using HieImaging.Trust.Callers;

namespace HieImaging.Trust.Audit;

/// <summary>One line of the audit trail, in BALP's words: who did what to whose data, why, and how it ended. Ids only, never a name or a
/// number of a patient.</summary>
public sealed record AuditRecord
{
    /// <summary>UUID version 7; given by <see cref="AuditTrail"/>.</summary>
    public Guid Id { get; init; }

    /// <summary>When; given by <see cref="AuditTrail"/>, whole milliseconds.</summary>
    public DateTimeOffset Recorded { get; init; }

    /// <summary>The transaction's id: <c>RAD-68</c>.</summary>
    public required string Transaction { get; init; }

    public required AuditAction Action { get; init; }
    public AuditOutcome Outcome { get; init; }

    /// <summary>Id of the client, as the domain file registers it; null where nobody was recognized.</summary>
    public string? Client { get; init; }

    public string? Participant { get; init; }
    public string? Purpose { get; init; }
    public string? Certificate { get; init; }
    public string? TokenId { get; init; }

    /// <summary><c>s-…</c> or <c>p-…</c>: one record for each patient in a result (BALP).</summary>
    public string? Patient { get; init; }

    /// <summary>The patients that a query named, as <c>s-…</c> or <c>p-…</c> with blanks between: by whom it is told who saw one person's data
    /// by asking for another's.</summary>
    public string? Asked { get; init; }

    public string? StudyInstanceUid { get; init; }

    /// <summary>The custodian whose data it was, or for whom it was submitted.</summary>
    public string? Custodian { get; init; }

    /// <summary>What was handled beside the study: <c>ImagingStudy/…</c>, a document's uniqueId, a retrieve location.</summary>
    public string? Entity { get; init; }

    /// <summary>Id of the policy rule that decided.</summary>
    public string? Rule { get; init; }

    /// <summary>Code of a refusal or failure; the standard's own where it has one.</summary>
    public string? Code { get; init; }

    /// <summary>How many events this one stands for: more than 1 only for refusals of callers nobody knows,
    /// and of those who came too fast or found the node busy, and for retrievals that ended well under one admission.</summary>
    public int Count { get; init; } = 1;

    /// <summary>W3C trace id of the request.</summary>
    public string? Trace { get; init; }

    /// <summary>What is about to be shown is open to the caller until then, however often it is asked for; null: once.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>A record of what the caller is about to be given or has done; continue with <c>with</c>.</summary>
    public static AuditRecord For(Caller caller, Transaction transaction) => new()
    {
        Transaction = transaction.Id,
        Action = transaction.Audit,
        Client = caller.Client.Id,
        Participant = caller.Participant.Id,
        Purpose = caller.Purpose.Length == 0 ? null : caller.Purpose,
        Certificate = caller.Certificate,
        TokenId = caller.TokenId,
        Trace = System.Diagnostics.Activity.Current?.TraceId.ToHexString(),
    };

    /// <summary>A record of what the node itself did, or of a caller nobody knows.</summary>
    public static AuditRecord For(Transaction transaction) => new()
    {
        Transaction = transaction.Id,
        Action = transaction.Audit,
        Trace = System.Diagnostics.Activity.Current?.TraceId.ToHexString(),
    };
}
