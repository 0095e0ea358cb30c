using HieImaging.Xds.Vocabulary;

namespace HieImaging.Xds.Metadata;

/// <summary>
/// Associations name what is there, and everything submitted is a member of its SubmissionSet (TF-3 4.2.2.1, TF-2 3.42.4.1.3).
/// </summary>
internal sealed class AssociationRules(MetadataFindings findings)
{
    public void Check(Submission submission)
    {
        var set = submission.Set.EntryUuid;
        var submitted = submission.Entries.Select(e => e.EntryUuid).Concat(submission.Folders.Select(f => f.EntryUuid))
            .Concat(submission.Associations.Select(a => a.EntryUuid)).Append(set).ToHashSet(StringComparer.Ordinal);
        foreach (var association in submission.Associations)
            Check(association, set, submitted);

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
        void Wrong(string attribute, string fault) => findings.Add($"Association.{attribute}", fault, association.EntryUuid);

        if (!AssociationType.All.Contains(association.Type))
            Wrong("associationType", "is missing or unknown");
        if (association.Source.Length == 0 || association.Target.Length == 0)
            Wrong("sourceObject", "or targetObject is missing");
        else if (!submitted.Contains(association.Source) && !(association.IsMembership && SymbolicIds.IsUuid(association.Source)))
            findings.Unresolved("Association.sourceObject", association.EntryUuid);   // only a Folder's HasMember may begin in the registry
        else if (!submitted.Contains(association.Target) && !SymbolicIds.IsUuid(association.Target))
            findings.Unresolved("Association.targetObject", association.EntryUuid);

        if (association.SubmissionSetStatus is not (null or "Original" or "Reference"))
            Wrong("SubmissionSetStatus", "is neither Original nor Reference");
        if (association is { IsMembership: true, SubmissionSetStatus: null } && association.Source == set)
            Wrong("SubmissionSetStatus", "is missing");
        if (association is { IsMembership: true, SubmissionSetStatus: "Original" } && !submitted.Contains(association.Target))
            Wrong("SubmissionSetStatus", "is Original of an object that is not in the submission");
        if (association.Type == AssociationType.UpdateAvailabilityStatus)
            CheckStatusChange(association, Wrong);
    }

    /// <summary>XDS Metadata Update 3.57.4.1.3.3.2.</summary>
    private static void CheckStatusChange(Association association, Action<string, string> wrong)
    {
        if (association.OriginalStatus is null)
            wrong("OriginalStatus", "is missing");
        if (association.NewStatus is null)
            wrong("NewStatus", "is missing");
    }
}
