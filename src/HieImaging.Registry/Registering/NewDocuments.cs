using HieImaging.DocumentStore;
using HieImaging.Manifests;
using HieImaging.RecordLocator.Keys;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Submitting;

namespace HieImaging.Registry.Registering;

/// <summary>
/// Submissions of which nothing is registered yet, and which speak of nothing that is: the ordinary case. All that they lock and all that is
/// asked about them goes in one round trip, for one as for a hundred.
/// </summary>
/// <param name="Of">Of each submission, in their order: what its decision asks; null where something of it is known (see
/// <see cref="LockedRegistry"/>).</param>
/// <param name="Studies">The studies of all of them.</param>
internal sealed record NewDocuments(IReadOnlyList<RegistryState?> Of, FoldedStudies Studies)
{
    /// <summary>Whether the submission is of this kind at all: manifests and no folder, related to nothing, taking nothing back.</summary>
    public static bool IsPlain(IncomingSubmission incoming)
    {
        var submission = incoming.Submission;
        return submission.Folders.Count == 0 && submission.Associations.All(one => one.IsMembership
                && one.Source == submission.Set.EntryUuid && submission.Entries.Any(entry => entry.EntryUuid == one.Target))
            && incoming.Documents.SelectMany(document => document.Manifests).All(manifest => manifest.Role != ManifestRole.Rejection);
    }

    /// <param name="submissions">Plain ones; of several, none with metadata of its own, and no document twice.</param>
    public static async Task<NewDocuments> Load(
        DocumentSession session, IReadOnlyList<IncomingSubmission> submissions, ResourceIds ids, CancellationToken cancellation)
    {
        string[] documents = [.. submissions.SelectMany(one => one.Documents).Select(document => document.UniqueId)];
        string[] derived = [.. submissions.Where(one => !one.HasMetadata).Select(one => one.Submission.Entries[0].EntryUuid)];
        var studies = submissions.SelectMany(one => StudyKeys.Bounded(StudyKeys.Of(one, ids))).DistinctBy(key => key.Id).ToList();
        var batch = session.CreateBatchQuery();
        batch.Lock(
        [
            .. submissions.Where(one => one.HasMetadata).Select(one => "set:" + one.Submission.Set.UniqueId),
            .. documents.Select(id => "document:" + id),
            .. studies.SelectMany(StudyKeys.LocksOf),
        ]);
        var known = batch.Query($"""
            select unique_id from registry.document_entry where unique_id = any({documents})
            union all select id from registry.document_entry where id = any({derived})
            """, row => row.GetString(0));
        var asked = submissions is [{ HasMetadata: true } only] ? Described.Ask(batch, only, ids) : () => Described.Nothing;
        var folded = FoldedStudies.Ask(batch, studies, []);
        await batch.ExecuteAsync(cancellation);

        var (found, said) = (known.Result.ToHashSet(StringComparer.Ordinal), asked());
        return new NewDocuments(
            [.. submissions.Select(one => said.IsRepeated || IsKnown(one, found)
                ? null
                : new RegistryState { Taken = said.Taken, KnownPatients = said.KnownPatients })],
            folded());
    }

    private static bool IsKnown(IncomingSubmission incoming, HashSet<string> found) =>
        incoming.Documents.Any(document => found.Contains(document.UniqueId))
        || incoming.Submission.Entries.Any(entry => found.Contains(entry.EntryUuid));

    /// <summary>What is asked only where the metadata came with the document.</summary>
    private sealed record Described(bool IsRepeated, IReadOnlyCollection<string> Taken, IReadOnlySet<string> KnownPatients)
    {
        public static readonly Described Nothing = new(false, [], new HashSet<string>());

        public static Func<Described> Ask(BatchedQuery batch, IncomingSubmission incoming, ResourceIds ids)
        {
            var repeated = batch.Query(
                $"select true from registry.submission_set where unique_id = {incoming.Submission.Set.UniqueId}", row => row.GetBoolean(0));
            var taken = batch.Query(TakenIds.Of(incoming), row => row.GetString(0));
            var known = LockedRegistry.AsksForPatient(incoming) is { } patient
                ? batch.Query(LockedRegistry.Known(patient, ids), row => patient.Cx)
                : Task.FromResult<IReadOnlyList<string>>([]);
            return () => new(repeated.Result.Count > 0, taken.Result, known.Result.ToHashSet(StringComparer.Ordinal));
        }
    }
}
