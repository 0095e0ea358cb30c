using System.Text;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Hl7v2.Messages;
using HieImaging.Identity.Feeding;
using HieImaging.Identity.Merging;
using HieImaging.RecordLocator.Keys;
using HieImaging.Trust.Audit;

namespace HieImaging.Identity.Receiving;

/// <summary>What an ADT message says takes effect in the session, each part with its audit record (DICOM PS3.15 A.5, 110110 Patient
/// Record).</summary>
internal static class AdtEffect
{
    /// <summary>Every source identity of which something is said.</summary>
    public static IReadOnlyList<string> SourcesOf(ResourceIds ids, AdtReading.Said said) =>
    [
        .. said.Words.Select(word => word.Identifier)
            .Concat(said.Merges.SelectMany(merge => new[] { merge.Subsumed, merge.Survivor }))
            .Concat(said.Assertions.SelectMany(assertion => new[] { assertion.One, assertion.Other }))
            .Select(ids.Source).Distinct(StringComparer.Ordinal),
    ];

    /// <returns>What has to be linked again; and where something is kept that does not hold now, what its sender is told.</returns>
    public static async Task<(IReadOnlyList<string> Touched, MllpRefusal? Refusal)> ApplyAsync(
        DocumentSession session, ResourceIds ids, MllpCall call, AdtReading.Said said, CancellationToken cancellation)
    {
        var touched = new SortedSet<string>(StringComparer.Ordinal);
        MllpRefusal? refusal = null;
        foreach (var word in said.Words)
        {
            var outcome = await FeedSource.StoreAsync(session, ids, word, cancellation);
            touched.UnionWith(outcome.Touched);
            var isNew = outcome.Result == FeedResult.Created;
            Audit(session, call, isNew ? AuditAction.Create : AuditAction.Update, outcome.Source.Id, word.Feeder);
        }
        foreach (var (merge, at) in said.Merges.Select((merge, at) => (merge, at + 1)))
        {
            var outcome = await ApplyMerge.RunAsync(session, ids, merge, cancellation);
            touched.UnionWith(outcome.Touched);
            var told = MergeAnswer.Of(outcome.Verdict, outcome.Subsumed is not null, outcome.Survivor is not null, at);
            refusal ??= told;
            if (told is not null)
                continue;                                           // its refusal is told once
            Audit(session, call, AuditAction.Delete, ids.Source(merge.Subsumed), merge.Feeder);
            Audit(session, call, AuditAction.Update, ids.Source(merge.Survivor), merge.Feeder);
        }
        foreach (var assertion in said.Assertions)
        {
            var outcome = await ApplyAssertion.RunAsync(session, ids, assertion, cancellation);
            touched.UnionWith(outcome.Touched);
            Audit(session, call, AuditAction.Update, ids.Source(assertion.One), assertion.Feeder);
            Audit(session, call, AuditAction.Update, ids.Source(assertion.Other), assertion.Feeder);
        }
        return ([.. touched], refusal);
    }

    // ITI TF-2 3.8.5.1: ParticipantObjectDetail is MSH-10 in base64.
    private static void Audit(DocumentSession session, MllpCall call, AuditAction action, string source, string feeder) =>
        AuditTrail.Append(session, AuditRecord.For(call.Caller, call.Transaction) with
        {
            Action = action, Patient = source, Custodian = feeder,
            Entity = "MSH-10 " + Convert.ToBase64String(Encoding.UTF8.GetBytes(call.Message.ControlId)),
        });
}
