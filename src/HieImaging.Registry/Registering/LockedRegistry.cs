using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.DocumentStore;
using HieImaging.Manifests;
using HieImaging.RecordLocator.Keys;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Submitting;
using HieImaging.Xds.Metadata;

namespace HieImaging.Registry.Registering;

/// <summary>
/// The registry as a submission finds it, all that it touches locked: its ids, the documents that it speaks of, and every study. What one
/// submission decides, no other can change before it has saved.
/// </summary>
/// <param name="Replaced">Approved entries that its replacements deprecate: the targets, what was appended to them, what was made of
/// them.</param>
/// <param name="Studies">Every study whose manifests change.</param>
/// <param name="Inherited">Folders, and which document of each is replaced: its replacement is put into them.</param>
internal sealed record LockedRegistry(
    RegistryState State, IReadOnlyList<RegisteredEntry> Replaced, IReadOnlyList<StudyKey> Studies,
    IReadOnlyList<(RegisteredFolder Folder, string Replaced)> Inherited)
{
    public static async Task<LockedRegistry> Load(
        DocumentSession session, IncomingSubmission incoming, ResourceIds ids, CancellationToken cancellation)
    {
        var submission = incoming.Submission;
        string[] documents = [.. incoming.Documents.Select(document => document.UniqueId)];
        string[] targets = [.. TargetsOf(submission).Distinct(StringComparer.Ordinal)];
        string[] replacing = [.. submission.Associations
            .Where(one => one.Replaces)
            .Select(one => one.Target)
            .Distinct(StringComparer.Ordinal)];
        var own = StudyKeys.Of(incoming, ids);

        // which studies a registered document speaks of never changes, so it may be read before the locks are taken
        var children = replacing.Length == 0 ? [] : await session.ChildrenOf(replacing, cancellation);
        string[] silenced = [.. replacing, .. children.Select(child => child.Id)];
        var memberships = replacing.Length == 0 ? [] : await session.MembershipsOf(replacing, cancellation);
        string[] touched = [.. targets
            .Concat(submission.Associations.Where(one => one.IsMembership).Select(one => one.Source))
            .Concat(memberships.Select(one => one.Folder))
            .Distinct(StringComparer.Ordinal)];
        var spoken = await StudyManifest.KeysOf(session, silenced, documents, cancellation);
        var studies = StudyKeys.Bounded(own.Concat(spoken));
        await session.LockAsync(
            [
                "set:" + submission.Set.UniqueId,
                .. documents.Select(id => "document:" + id),
                .. touched.Select(id => "entry:" + id),
                .. studies.SelectMany(StudyKeys.LocksOf),
            ],
            cancellation);

        var found = targets.Length == 0 ? [] : await session.EntriesById(targets, cancellation);
        if (replacing.Length > 0 && await session.ChildrenOf(replacing, cancellation) is var now && now.Count != children.Count)
            throw new ConcurrencyException("A document was appended to one that is being replaced.");
        if (replacing.Length > 0 && (await session.MembershipsOf(replacing, cancellation)).Count != memberships.Count)
            throw new ConcurrencyException("A document that is being replaced was put into a folder.");
        var folders = (incoming.HasMetadata ? await session.Folders(touched, [], cancellation) : [])
            .ToDictionary(folder => folder.Id, StringComparer.Ordinal);
        string[] derived = incoming.HasMetadata ? [] : [submission.Entries[0].EntryUuid];
        var entries = await session.EntriesByUniqueId(documents, derived, cancellation);
        // one that was being registered when its studies were read: without them it would fall silent and its study go on to show it
        if (found.Count + entries.Count > 0
            && await StudyManifest.KeysOf(session, silenced, documents, cancellation) is var again
            && again.Count != spoken.Count)
            throw new ConcurrencyException("A document that the submission speaks of was registered meanwhile.");
        var state = new RegistryState
        {
            Set = submission.Set.UniqueId is { } set ? await session.SetOf(set, cancellation) : null,
            Entries = entries,
            Replaced = entries.Count == 0 ? [] : await session.ReplacedOf(documents, [], cancellation),
            Folders = folders,
            Targets = found.ToDictionary(entry => entry.Id, StringComparer.Ordinal),
            Taken = incoming.HasMetadata
                ? await session.QueryAsync(TakenIds.Of(incoming), row => row.GetString(0), cancellation)
                : [],                                                    // its ids were made here
            GivenUp = await GivenUpNumbers.Load(
                session, submission.Set.Patient,
                found.Select(entry => entry.Entry.Patient).Concat(folders.Values.Select(folder => folder.Folder.Patient)), ids, cancellation),
            Foreign = await Foreign(session, incoming, cancellation),
            KnownPatients = await Known(session, incoming, ids, cancellation),
        };
        IEnumerable<RegisteredEntry> replaced = found.Where(entry => replacing.Contains(entry.Id)).Concat(children);
        return new LockedRegistry(
            state,
            [.. replaced.Where(entry => entry.Entry.IsApproved).DistinctBy(entry => entry.Id)],
            studies,
            [.. memberships.Distinct().Select(one => (folders[one.Folder], one.Entry))]);
    }

    private static IEnumerable<string> TargetsOf(Submission submission)
    {
        var own = OwnObjects.Of(submission).All;
        return submission.Associations.Select(one => one.Target).Where(target => !own.Contains(target));
    }

    // Before its manifest a rejection is taken (IOCM comes in any order); of what only others hold it is not. That such a study is there
    // is told, never whose it is.
    private static async Task<IReadOnlyCollection<string>> Foreign(
        DocumentSession session, IncomingSubmission incoming, CancellationToken cancellation)
    {
        string[] rejected = [.. incoming.Documents.SelectMany(document => document.Manifests)
            .Where(manifest => manifest.Role == ManifestRole.Rejection).Select(manifest => manifest.Study.Uid.Text).Distinct()];
        return rejected.Length == 0 ? [] : await session.QueryAsync($"""
            select study_uid from record_locator.registered_study where study_uid = any({rejected})
            group by study_uid having bool_or(not deleted) and not bool_or(custodian = {incoming.Custodian.Id})
            """, row => row.GetString(0), cancellation);
    }

    private static async Task<IReadOnlySet<string>> Known(
        DocumentSession session, IncomingSubmission incoming, ResourceIds ids, CancellationToken cancellation) =>
        AsksForPatient(incoming) is { } patient && await session.FirstOrDefaultAsync(Known(patient, ids), row => true, cancellation)
            ? new HashSet<string>(StringComparer.Ordinal) { patient.Cx }
            : new HashSet<string>();

    /// <summary>The number that must be known, where the domain has its own (principle 3).</summary>
    public static PatientIdentifier? AsksForPatient(IncomingSubmission incoming) =>
        incoming.HasMetadata && incoming.Domain.File.PatientIdDomain.Mode != PatientIdMode.Local ? incoming.Submission.Set.Patient : null;

    /// <summary>Inside the submission's transaction: a row where the feeder has fed the patient, by the number that the submission
    /// gives; one that was given up for another is known no more (ITI TF-2 3.8.4.2.4).</summary>
    public static SqlFragment Known(PatientIdentifier patient, ResourceIds ids) => $"""
        select true from record_locator.source_identity
        where id = {ids.Source(patient)} and origin = 'feed' and active and not deleted and state <> 'subsumed'
        """;
}
