using System.Globalization;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Identity.Keeping;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Merging;

/// <summary>Makes the numbers of a component what was said of them: writes those that are not so yet.</summary>
internal static class SettleComponent
{
    /// <param name="named">The numbers about which something was said in this transaction, by id; all of it was flushed.</param>
    public static async Task<Settled> RunAsync(
        DocumentSession session, ResourceIds ids, IReadOnlyDictionary<string, PatientIdentifier> named, CancellationToken cancellation)
    {
        var component = await Component.LoadAsync(session, named, cancellation);
        var settlement = Settlement.Of(component);
        var sources = new Dictionary<string, SourceIdentity>(StringComparer.Ordinal);
        var touched = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var said in settlement.Sources)
        {
            var known = component.Rows.GetValueOrDefault(said.Id);
            var written = SourceRows.Write(session, ids, said, known);
            sources[said.Id] = written.Source;
            if (written.Changed)
                touched.Add(said.Id);
            // both answer otherwise now: the one that it was under, and the one that it is under
            if (known?.SurvivorId != said.SurvivorId)
                touched.UnionWith(new[] { known?.SurvivorId, said.SurvivorId }.OfType<string>());
        }
        foreach (var merge in component.Merges)
            if (settlement.Ledger.Verdicts[merge.Event.Id] is var verdict && verdict != merge.Verdict)
                MergeRows.Note(session, merge.Event.Id, verdict);
        foreach (var assertion in component.Assertions.Where(one => !one.IsOverruled && one.IsRevoked != settlement.Revoked.Contains(one.Id)))
        {
            Revoke(session, assertion);
            touched.UnionWith([assertion.Low, assertion.High]);
        }
        return new Settled(sources, settlement.Ledger, [.. touched.Where(id => sources.ContainsKey(id) || component.Rows.ContainsKey(id))]);
    }

    // Revoked or in force again, whichever it was not.
    private static void Revoke(DocumentSession session, AssertionRow assertion) => session.Enqueue($"""
        update identity.assertion
        set revoked_at = case when {assertion.IsRevoked} then null else {session.Now} end,
            revoked_by = case when {assertion.IsRevoked} then null else {Component.LaterWord} end
        where id = {long.Parse(assertion.Id, CultureInfo.InvariantCulture)}
        """);
}

/// <param name="Sources">All source identities of the component as they stand now.</param>
/// <param name="Touched">Those about which something changed.</param>
internal sealed record Settled(
    IReadOnlyDictionary<string, SourceIdentity> Sources, MergeLedger Ledger, IReadOnlyList<string> Touched);
