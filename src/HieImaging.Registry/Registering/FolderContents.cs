using HieImaging.DocumentStore;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Submitting;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Registry.Registering;

/// <summary>
/// The folders and associations of a submission, and those that follow from it: a replacement is put into every approved folder of what it
/// replaces, and a folder that anything was put into says when (TF-2 3.42.4.1.3.5, TF-3 4.2.3.4.6).
/// </summary>
internal static class FolderContents
{
    public static void Store(DocumentSession session, IncomingSubmission incoming, LockedRegistry locked)
    {
        var (submission, custodian) = (incoming.Submission, incoming.Custodian.Id);
        foreach (var folder in submission.Folders)
            session.Store(RegistryDocuments.Folders, new RegisteredFolder(folder with
            {
                LogicalId = folder.LogicalId ?? folder.EntryUuid,
                Version = "1",
                AvailabilityStatus = AvailabilityStatus.Approved,
                LastUpdateTime = Dtm.Write(session.Now),
            }, 1, custodian, incoming.Caller.Participant.Id, submission.Set.EntryUuid));

        IReadOnlyList<Association> inherited = [.. Inherited(submission, locked)];
        StoreAssociations(session, incoming, inherited);

        var filled = submission.Associations.Concat(inherited).Where(one => one.IsMembership).Select(one => one.Source)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var folder in locked.State.Folders.Values.Where(folder => filled.Contains(folder.Id)))
            session.Store(RegistryDocuments.Folders, folder.Touched(session.Now));
    }

    /// <summary>The submission's own associations, and others.</summary>
    public static void StoreAssociations(DocumentSession session, IncomingSubmission incoming, IEnumerable<Association> others)
    {
        var submission = incoming.Submission;
        foreach (var association in submission.Associations.Concat(others))
            session.Store(RegistryDocuments.Associations, new RegisteredAssociation(association with
            {
                LogicalId = association.LogicalId ?? association.EntryUuid,
                Version = "1",
                AvailabilityStatus = AvailabilityStatus.Approved,
            }, 1, incoming.Custodian.Id, submission.Set.EntryUuid));
    }

    // FD-DE HasMember, and the SS-HM HasMember that says with which submission it came; what the submission itself says is not said twice
    private static IEnumerable<Association> Inherited(Submission submission, LockedRegistry locked)
    {
        foreach (var (folder, replaced) in locked.Inherited)
            foreach (var replacement in submission.Associations.Where(one => one.Replaces && one.Target == replaced))
            {
                if (submission.Associations.Any(one => one.IsMembership && one.Source == folder.Id && one.Target == replacement.Source))
                    continue;
                var member = New(folder.Id, replacement.Source);
                yield return member;
                yield return New(submission.Set.EntryUuid, member.EntryUuid);
            }
    }

    private static Association New(string source, string target) => new()
    {
        EntryUuid = "urn:uuid:" + Guid.NewGuid().ToString("D"),
        Type = AssociationType.HasMember,
        Source = source,
        Target = target,
    };
}
