using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Trust.Callers;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Registry.Updating;

/// <summary>
/// UpdateAvailabilityStatus of documents, folders and associations (XDS Metadata Update 3.57.4.1.3.3.2, .4, .5). What another document
/// stands in the place of is not approved again.
/// </summary>
internal static class StatusRules
{
    public static IEnumerable<RegistryError> Of(Caller caller, Submission submission, UpdatePlan plan, UpdateState state) =>
        plan.Statuses.SelectMany(one => Of(caller, submission, plan, state, one));

    private static IEnumerable<RegistryError> Of(
        Caller caller, Submission submission, UpdatePlan plan, UpdateState state, Association update)
    {
        RegistryError Error(string code, string text) => new(code, text, Location: update.Target);

        if (update.Source != submission.Set.EntryUuid)
            yield return Error(RegistryErrorCode.MetadataUpdate, "sourceObject is not the submission set.");
        if (!IsStatus(update.NewStatus) || !IsStatus(update.OriginalStatus) || update.NewStatus == update.OriginalStatus
            || update.PreviousVersion is not null)
        {
            yield return Error(RegistryErrorCode.MetadataUpdateOperation,
                "OriginalStatus and NewStatus are not two of Approved and Deprecated, or another slot is given.");
            yield break;
        }
        if (Target(caller, plan, state, update.Target) is not { } target)
        {
            yield return Error(RegistryErrorCode.UnresolvedReference, "targetObject is not in the registry.");
            yield break;
        }
        if (target.IsOfSubmission)
            yield return Error(RegistryErrorCode.MetadataUpdate, "What a submission brought it has brought: that association stays.");
        if (!target.IsLatest)
            yield return Error(RegistryErrorCode.MetadataVersion, $"{update.Target} is not the latest version.");
        if (update.OriginalStatus != target.Status)
            yield return Error(
                target.IsNew ? RegistryErrorCode.MetadataUpdate : RegistryErrorCode.MetadataVersion,
                $"{update.Target}: OriginalStatus is not the object's status.");
        if (target.HasPatient && !state.GivenUp.AreOf(target.Patient, submission.Set.Patient))
            yield return Error(RegistryErrorCode.PatientIdDoesNotMatch, "patientId is not that of the object.");
        if (update.NewStatus == AvailabilityStatus.Approved && state.Replaced.Contains(update.Target))
            yield return Error(RegistryErrorCode.MetadataUpdate, "Another document stands in its place.");
    }

    private static bool IsStatus(string? status) => status is AvailabilityStatus.Approved or AvailabilityStatus.Deprecated;

    // what is others' is told like what is not there
    private static StatusTarget? Target(Caller caller, UpdatePlan plan, UpdateState state, string id)
    {
        if (plan.Entries.FirstOrDefault(one => one.Id == id) is { } entry)
            return StatusTarget.New(state.LatestEntry(entry.LogicalId)?.Entry.AvailabilityStatus, entry.Object.Patient);
        if (plan.Folders.FirstOrDefault(one => one.Id == id) is { } folder)
            return StatusTarget.New(state.LatestFolder(folder.LogicalId)?.Folder.AvailabilityStatus, folder.Object.Patient);
        if (plan.Submitted.Any(one => one.EntryUuid == id))
            return StatusTarget.New(AvailabilityStatus.Approved, null) with { HasPatient = false };
        if (state.Entry(id) is { } stored)
            return caller.ActsFor(stored.Custodian)
                ? new StatusTarget(stored.Entry.AvailabilityStatus, stored.Entry.Patient, state.LatestEntry(stored.LogicalId) == stored)
                : null;
        if (state.Folder(id) is { } placed)
            return caller.ActsFor(placed.Custodian)
                ? new StatusTarget(placed.Folder.AvailabilityStatus, placed.Folder.Patient, state.LatestFolder(placed.LogicalId) == placed)
                : null;
        return state.Associations.FirstOrDefault(one => one.Id == id) is { } association && caller.ActsFor(association.Custodian)
            ? new StatusTarget(association.Association.AvailabilityStatus, null, true)
            {
                HasPatient = false, IsOfSubmission = association.IsOfSubmission,
            }
            : null;
    }

    private sealed record StatusTarget(string? Status, PatientIdentifier? Patient, bool IsLatest)
    {
        public bool IsNew { get; init; }

        public bool HasPatient { get; init; } = true;

        public bool IsOfSubmission { get; init; }

        public static StatusTarget New(string? status, PatientIdentifier? patient) => new(status, patient, true) { IsNew = true };
    }
}
