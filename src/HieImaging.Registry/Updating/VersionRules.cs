using HieImaging.AffinityDomain.Participants;
using HieImaging.Manifests.DocumentEntries;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Submitting;
using HieImaging.Trust.Callers;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;

namespace HieImaging.Registry.Updating;

/// <summary>
/// A new version follows the latest one and is the same object of the same patient; of a document also the same bytes at the same place
/// (XDS Metadata Update 3.57.4.1.3.3.1, 3.57.4.1.3.3.3).
/// </summary>
internal static class VersionRules
{
    public static IEnumerable<RegistryError> Of(Caller caller, Submission submission, UpdatePlan plan, UpdateState state) =>
    [
        .. plan.Entries.SelectMany(version => Of(caller, submission, version, state)),
        .. plan.Folders.SelectMany(version => Of(caller, submission, version, state)),
    ];

    private static IEnumerable<RegistryError> Of(
        Caller caller, Submission submission, NewVersion<DocumentEntry> version, UpdateState state)
    {
        // a document of others is told like one that is not there
        if (state.LatestEntry(version.LogicalId) is not { } latest || !caller.ActsFor(latest.Custodian))
        {
            yield return NoVersion(version.Id);
            yield break;
        }
        if (version.PreviousVersion != latest.Entry.Version)
            yield return NotTheLatest(version.Id);
        var (now, before) = (version.Object, latest.Entry);
        foreach (var attribute in Changed(now, before))
            yield return new RegistryError(
                RegistryErrorCode.MetadataUpdate, $"{attribute} is not that of the version before.", Location: version.Id);
        if (now.Patient != submission.Set.Patient || !state.GivenUp.AreOf(before.Patient, submission.Set.Patient))
            yield return OtherPatient(version.Id);
        foreach (var said in Agreement(caller, now, latest, state))
            yield return said;
    }

    private static IEnumerable<string> Changed(DocumentEntry now, DocumentEntry before)
    {
        if (now.UniqueId != before.UniqueId)
            yield return "uniqueId";
        if (now.ObjectType != before.ObjectType)
            yield return "objectType";
        if (now.MimeType != before.MimeType)
            yield return "mimeType";
        if (now.RepositoryUniqueId != before.RepositoryUniqueId)
            yield return "repositoryUniqueId";
        if (now.SourcePatient != before.SourcePatient)
            yield return "sourcePatientId";
        if (!before.IsDelayedAssembly && now.Size != before.Size)
            yield return "size";
        if (!before.IsDelayedAssembly && !string.Equals(now.Hash, before.Hash, StringComparison.OrdinalIgnoreCase))
            yield return "hash";
    }

    private static IEnumerable<RegistryError> Agreement(Caller caller, DocumentEntry now, RegisteredEntry latest, UpdateState state)
    {
        if (state.Manifests[latest.Id].ToList() is not { Count: > 0 } manifests
            || caller.Domain.Participant(latest.Custodian) is not { } custodian)
            return [];
        var severity = caller.Domain.File.Codes.Mode == CodesMode.Strict ? Severity.Error : Severity.Warning;
        return MetadataAgreement.Of(now, manifests, IncomingSubmission.ZoneOf(custodian))
            .Select(said => said with { Code = RegistryErrorCode.RegistryMetadataError, Severity = severity });
    }

    private static IEnumerable<RegistryError> Of(Caller caller, Submission submission, NewVersion<Folder> version, UpdateState state)
    {
        if (state.LatestFolder(version.LogicalId) is not { } latest || !caller.ActsFor(latest.Custodian))
        {
            yield return NoVersion(version.Id);
            yield break;
        }
        if (version.PreviousVersion != latest.Folder.Version)
            yield return NotTheLatest(version.Id);
        if (version.Object.UniqueId != latest.Folder.UniqueId)
            yield return new RegistryError(
                RegistryErrorCode.MetadataUpdate, "uniqueId is not that of the version before.", Location: version.Id);
        if (version.Object.Patient != submission.Set.Patient || !state.GivenUp.AreOf(latest.Folder.Patient, submission.Set.Patient))
            yield return OtherPatient(version.Id);
    }

    private static RegistryError NoVersion(string id) =>
        new(RegistryErrorCode.MetadataVersion, $"{id}: there is no version of the lid that it could follow.", Location: id);

    private static RegistryError NotTheLatest(string id) =>
        new(RegistryErrorCode.MetadataVersion, $"{id}: PreviousVersion is not the latest version.", Location: id);

    private static RegistryError OtherPatient(string id) =>
        new(RegistryErrorCode.PatientIdReconciliation, "patientId is not that of the version before.", Location: id);
}
