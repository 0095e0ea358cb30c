using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Identity.Keeping;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Merging;

/// <summary>
/// Takes a merge or a renumbering (A40, A47, replaced-by), inside a <see cref="Linking.LinkedTransaction"/> that was given both ids. It is
/// kept whatever becomes of it: one that came before its numbers waits for them, and one that is refused by what is known may hold by
/// what was said before it and comes later.
/// </summary>
internal static class ApplyMerge
{
    /// <param name="word">Granted by <c>FeedAuthority.OfMerge</c>.</param>
    public static async Task<MergeOutcome> RunAsync(
        DocumentSession session, ResourceIds ids, MergeWord word, CancellationToken cancellation)
    {
        var (subsumed, survivor) = (ids.Source(word.Subsumed), ids.Source(word.Survivor));
        if (subsumed == survivor)
            return new MergeOutcome(new MergeVerdict(MergeState.Refused, MergeReason.Self), null, null, []);
        var named = new Dictionary<string, PatientIdentifier>(StringComparer.Ordinal) { [subsumed] = word.Subsumed, [survivor] = word.Survivor };
        await session.LockAsync([SourceRows.LockOf(subsumed), SourceRows.LockOf(survivor)], cancellation);
        var saidAt = SaidTime.Of(word.SaidAt, session.Now, await LastSaid.OfAsync(session, [subsumed, survivor], cancellation));
        var id = await MergeRows.KeepAsync(session, word, subsumed, survivor, saidAt, cancellation);
        var settled = await SettleComponent.RunAsync(session, ids, named, cancellation);
        return new MergeOutcome(
            settled.Ledger.Verdicts[id], settled.Sources.GetValueOrDefault(subsumed), settled.Sources.GetValueOrDefault(survivor), settled.Touched);
    }
}

/// <param name="Verdict">Applied; pending, kept until the numbers are known; or refused with a reason, which is a success where it is
/// <see cref="MergeVerdict.IsRepeated"/>.</param>
/// <param name="Subsumed">As it stands now; null where it is not known.</param>
/// <param name="Survivor">As it stands now; null where it is not known.</param>
/// <param name="Touched">What has to be linked again.</param>
internal sealed record MergeOutcome(MergeVerdict Verdict, SourceIdentity? Subsumed, SourceIdentity? Survivor, IReadOnlyList<string> Touched);
