using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Manifests;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Participants;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Registering;
using HieImaging.Trust.Audit;

namespace HieImaging.Registry.Fetching;

/// <summary>
/// What a fetched document says becomes part of its studies, as if it had come with its registration. Its bytes are not kept: they are its
/// hospital's.
/// </summary>
internal sealed class RegisterFetched(ResourceIds ids, StudyFolding folding, CurrentDomain domain)
{
    /// <exception cref="ConcurrencyException">The document was changed meanwhile.</exception>
    public async Task Register(
        DocumentSession session, AwaitedDocument awaited, RegisteredEntry entry, IReadOnlyList<Manifest> manifests,
        CancellationToken cancellation)
    {
        var custodian = ParticipantId.Parse(entry.Custodian);
        List<StudyManifest> spoken = [.. manifests.Select(manifest => new StudyManifest(
            entry.Id, StudyKeys.Of(manifest, custodian, ids), SecurityLabels.Of(entry.Entry), manifest))];
        await session.LockAsync(["entry:" + entry.Id, .. spoken.SelectMany(one => StudyKeys.LocksOf(one.Key))], cancellation);

        // whoever deprecates it at the same time finds another version than it read, and begins again with what it says
        session.Store(RegistryDocuments.Entries, entry with { Version = entry.Version + 1 });
        session.Enqueue(awaited.Done());
        Tell(session, entry, spoken);
        if (entry.Entry.IsApproved)
            await folding.Fold(
                session, new SpokenChange { Added = spoken, Studies = [.. spoken.Select(one => one.Key)] }, domain.Now, cancellation);
        else if (spoken.Count > 0)
            session.Enqueue(StudyManifest.Insert(spoken, live: false));
    }

    /// <summary>What came is kept by nobody; that it came and was refused is told.</summary>
    public static void Refuse(DocumentSession session, AwaitedDocument awaited, RegisteredEntry entry, string reason)
    {
        session.Enqueue(awaited.Refuse(reason));
        AuditTrail.Append(session, Import(entry) with { Outcome = AuditOutcome.Refused, Code = reason });
    }

    private static void Tell(DocumentSession session, RegisteredEntry entry, List<StudyManifest> spoken)
    {
        foreach (var one in spoken)
            AuditTrail.Append(session, Import(entry) with { Patient = one.Key.Source, StudyInstanceUid = one.Key.Study.Text });
        if (spoken.Count == 0)
            AuditTrail.Append(session, Import(entry));
    }

    // the Import event of a Document Consumer (TF-2 3.43.5.1.2)
    private static AuditRecord Import(RegisteredEntry entry) => AuditRecord.For(Transaction.Iti43) with
    {
        Action = AuditAction.Create,
        Custodian = entry.Custodian,
        Entity = entry.Entry.UniqueId,
    };
}
