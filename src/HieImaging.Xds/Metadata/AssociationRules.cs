using HieImaging.Xds.Vocabulary;

namespace HieImaging.Xds.Metadata;

/// <summary>
/// Associations name what is there, and everything submitted is a member of its SubmissionSet (TF-3 4.2.2.1, TF-2 3.42.4.1.3). What an
/// update's own associations must say is judged with the objects that they change (ITI-57).
/// </summary>
internal sealed class AssociationRules(SubmissionKind kind, MetadataFindings findings)
{
    public void Check(Submission submission)
    {
        var set = submission.Set.EntryUuid;
        var entries = submission.Entries.Select(e => e.EntryUuid).ToHashSet(StringComparer.Ordinal);
        var submitted = entries.Concat(submission.Folders.Select(f => f.EntryUuid))
            .Concat(submission.Associations.Select(a => a.EntryUuid)).Append(set).ToHashSet(StringComparer.Ordinal);
        foreach (var association in submission.Associations)
        {
            Check(association, set, submitted);
            CheckSlots(association, set, submitted, entries);
        }

        var members = submission.Associations
            .Where(a => a.IsMembership && a.Source == set)
            .Select(a => a.Target)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var entry in submission.Entries.Where(e => !members.Contains(e.EntryUuid)))
            findings.Add("DocumentEntry", "is not a member of the SubmissionSet", entry.EntryUuid);
        foreach (var folder in submission.Folders.Where(f => !members.Contains(f.EntryUuid)))
            findings.Add("Folder", "is not a member of the SubmissionSet", folder.EntryUuid);
    }

    private void Check(Association association, string set, HashSet<string> submitted)
    {
        if (!AssociationType.All.Contains(association.Type))
            Wrong(association, "associationType", "is missing or unknown");
        if (association.Source.Length == 0 || association.Target.Length == 0)
            Wrong(association, "sourceObject", "or targetObject is missing");
        else if (!submitted.Contains(association.Source) && !MayBeginInRegistry(association))
            findings.Unresolved("Association.sourceObject", association.EntryUuid);
        else if (!submitted.Contains(association.Target) && !SymbolicIds.IsUuid(association.Target))
            findings.Unresolved("Association.targetObject", association.EntryUuid);
        if (association is { IsMembership: true, Documentation: not null })
            Wrong(association, "documentation", "stands on a HasMember");                   // TF-3 4.2.2.2: only on relationships
    }

    // Of a submission only a Folder's HasMember; of an update whatever it submits between documents that are there (SubmitAssociation).
    private bool MayBeginInRegistry(Association association) =>
        (association.IsMembership || kind == SubmissionKind.Update) && SymbolicIds.IsUuid(association.Source);

    private void CheckSlots(Association association, string set, HashSet<string> submitted, HashSet<string> entries)
    {
        if (association.SubmissionSetStatus is not (null or "Original" or "Reference"))
            Wrong(association, "SubmissionSetStatus", "is neither Original nor Reference");
        var placesEntry = association.IsMembership && association.Source == set && entries.Contains(association.Target);
        if (placesEntry && association.SubmissionSetStatus is null && kind != SubmissionKind.Update)
            Wrong(association, "SubmissionSetStatus", "is missing");
        if (association is { IsMembership: true, SubmissionSetStatus: "Original" } && !submitted.Contains(association.Target))
            Wrong(association, "SubmissionSetStatus", "is Original of an object that is not in the submission");
    }

    private void Wrong(Association association, string attribute, string fault) =>
        findings.Add($"Association.{attribute}", fault, association.EntryUuid);
}
