using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Xds.Metadata;

/// <summary>
/// What is required of each object (TF-3 tables 4.3.1-1 to 4.3.1-3), and how they must hang together (TF-3 4.2.1, TF-2 3.42.4.1.3).
/// </summary>
internal sealed class SubmissionRules(SubmissionKind kind, MetadataFindings findings)
{
    /// <summary>Lines of sourcePatientInfo (TF-3 4.2.3.2.23).</summary>
    private static readonly string[] Forbidden = ["PID-2|", "PID-4|", "PID-12|", "PID-19|"], Single = ["PID-7|", "PID-8|"];

    public void Check(Submission submission)
    {
        CheckSet(submission.Set);
        foreach (var entry in submission.Entries)
            CheckEntry(entry);
        foreach (var folder in submission.Folders)
            CheckFolder(folder);
        new AssociationRules(kind, findings).Check(submission);
        CheckUnique(submission);
    }

    private void CheckEntry(DocumentEntry entry)
    {
        void Wrong(string attribute, string fault) => findings.Add($"DocumentEntry.{attribute}", fault, entry.EntryUuid);
        void Need(string attribute, bool given)
        {
            if (!given)
                Wrong(attribute, "is missing");
        }

        Need("uniqueId", entry.UniqueId is not null);
        Need("mimeType", entry.MimeType is not null);
        if (entry.ObjectType != ObjectType.StableDocument && !entry.IsOnDemand)
            Wrong("objectType", "is neither of a stable nor of an on-demand document");
        if (!entry.LimitedMetadata)
        {
            Need("patientId", entry.PatientId is not null);
            Need("sourcePatientId", entry.SourcePatientId is not null);
            Need("classCode", entry.ClassCode is not null);
            Need("typeCode", entry.TypeCode is not null);
            Need("formatCode", entry.FormatCode is not null);
            Need("healthcareFacilityTypeCode", entry.FacilityTypeCode is not null);
            Need("practiceSettingCode", entry.PracticeSettingCode is not null);
            Need("confidentialityCode", entry.ConfidentialityCodes.Count > 0);
            Need("languageCode", entry.LanguageCode is not null);
            Need("creationTime", entry.CreationTime is not null || entry.IsOnDemand);
        }
        if (kind != SubmissionKind.Provide && !entry.IsOnDemand)                // an update is complete metadata too (XDS MU 3.57.4.1.3)
        {
            Need("hash", entry.Hash is not null);
            Need("size", entry.Size is not null);
        }
        if (kind != SubmissionKind.Provide)
            Need("repositoryUniqueId", entry.RepositoryUniqueId is not null);
        if (entry.UniqueId is { Length: > 128 })
            Wrong("uniqueId", "is longer than 128 characters");
        if (entry.PatientId is not null && entry.Patient is null)
            Wrong("patientId", "is not one CX with an OID");
        if (entry.SourcePatientId is not null && entry.SourcePatient is null)
            Wrong("sourcePatientId", "is not one CX with an OID");
        if (entry.Hash is not null && !(entry.Hash.Length == 40 && entry.Hash.All(char.IsAsciiHexDigit)))
            Wrong("hash", "is not a SHA-1 in hexadecimal");
        if (entry.RepositoryUniqueId is not null && !RepositoryUniqueId.TryParse(entry.RepositoryUniqueId, out _))
            Wrong("repositoryUniqueId", "is not an OID");
        if (entry.SourcePatientInfo.Any(line => Forbidden.Any(field => line.StartsWith(field, StringComparison.Ordinal)))
            || Single.Any(field => entry.SourcePatientInfo.Count(line => line.StartsWith(field, StringComparison.Ordinal)) > 1))
            Wrong("sourcePatientInfo", "has PID-2, PID-4, PID-12 or PID-19, or PID-7 or PID-8 twice");
        if (entry.ServiceStartTime is { } start && entry.ServiceStopTime is { } stop && Dtm.IsAfter(start, stop))
            Wrong("serviceStartTime", "is after serviceStopTime");
        if (entry.ReferenceIds.Any(r => !ReferenceId.TryParse(r, out _)))
            Wrong("referenceIdList", "has a value that is no CXi");
    }

    private void CheckSet(SubmissionSet set)
    {
        void Need(string attribute, bool given, string fault = "is missing")
        {
            if (!given)
                findings.Add($"SubmissionSet.{attribute}", fault, set.EntryUuid);
        }

        Need("uniqueId", Oid.TryParse(set.UniqueId, out _), "is missing or not an OID");
        Need("sourceId", IsDotted(set.SourceId), "is missing or not an OID");
        Need("submissionTime", set.SubmissionTime is not null);
        Need("contentTypeCode", set.ContentTypeCode is not null || set.LimitedMetadata);
        Need("patientId", set.PatientId is null ? set.LimitedMetadata : set.Patient is not null, "is missing or not one CX with an OID");
    }

    /// <summary>
    /// An OID, or one whose first arc is too large: NIST's own test material
    /// has <c>129.6.58.92.1.1</c>. It is a name here, never an address.
    /// </summary>
    private static bool IsDotted(string? text) =>
        text is { Length: > 0 and <= 64 }
            && text.Split('.') is { Length: > 1 } arcs
            && arcs.All(a => a.Length > 0 && a.All(char.IsAsciiDigit));

    private void CheckFolder(Folder folder)
    {
        void Need(string attribute, bool given, string fault = "is missing")
        {
            if (!given)
                findings.Add($"Folder.{attribute}", fault, folder.EntryUuid);
        }

        Need("uniqueId", Oid.TryParse(folder.UniqueId, out _), "is missing or not an OID");
        Need("codeList", folder.Codes.Count > 0 || folder.LimitedMetadata);
        Need("title", folder.Title is not null || folder.LimitedMetadata);
        Need(
            "patientId",
            folder.PatientId is null ? folder.LimitedMetadata : folder.Patient is not null,
            "is missing or not one CX with an OID");
    }

    private void CheckUnique(Submission submission)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var all = submission.Entries.Select(e => e.EntryUuid).Concat(submission.Folders.Select(f => f.EntryUuid))
            .Concat(submission.Associations.Select(a => a.EntryUuid)).Append(submission.Set.EntryUuid);
        foreach (var id in all.Where(id => id.Length > 0 && !ids.Add(id)))
            findings.Add("RegistryObjectList", "has two objects of one id", id);
        var uniqueIds = new HashSet<string>(StringComparer.Ordinal);
        var named = submission.Entries
            .Select(e => (e.EntryUuid, e.UniqueId))
            .Concat(submission.Folders.Select(f => (f.EntryUuid, f.UniqueId)))
            .Append((submission.Set.EntryUuid, submission.Set.UniqueId));
        foreach (var (id, uniqueId) in named)
            if (uniqueId is not null && !uniqueIds.Add(uniqueId))
                findings.DuplicateUniqueId(id);
    }
}
