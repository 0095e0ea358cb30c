using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Trust.Callers;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Registry.Updating;

/// <summary>
/// SubmitAssociation: a document is put into a folder, or told to append to, transform or sign another, after both were submitted (XDS
/// Metadata Update 3.57.4.1.3.3.6). What replaces another is submitted, not updated.
/// </summary>
internal static class SubmittedAssociationRules
{
    public static IEnumerable<RegistryError> Of(Caller caller, Submission submission, UpdatePlan plan, UpdateState state) =>
        plan.Submitted.SelectMany(one => Of(caller, submission, plan, state, one));

    private static IEnumerable<RegistryError> Of(
        Caller caller, Submission submission, UpdatePlan plan, UpdateState state, Association association)
    {
        RegistryError Error(string code, string text) => new(code, text, Location: association.EntryUuid);

        if (association.Type is not
            (AssociationType.HasMember or AssociationType.Append or AssociationType.Transform or AssociationType.Signs))
        {
            yield return Error(RegistryErrorCode.MetadataUpdateOperation, "An association of this type is not submitted alone.");
            yield break;
        }
        var source = End(caller, plan, state, association.Source, folder: association.IsMembership);
        var target = End(caller, plan, state, association.Target, folder: false);
        if (source is null || target is null)
        {
            yield return Error(RegistryErrorCode.UnresolvedReference, "sourceObject or targetObject is not in the registry.");
            yield break;
        }
        if (!source.IsApproved || !target.IsApproved)
            yield return Error(RegistryErrorCode.DeprecatedDocument, "sourceObject or targetObject is Deprecated.");
        if (!state.GivenUp.AreOf(source.Patient, submission.Set.Patient)
            || (association.IsMembership && !state.GivenUp.AreOf(target.Patient, submission.Set.Patient)))
            yield return Error(RegistryErrorCode.PatientIdDoesNotMatch, "The objects are not the patient's of the submission set.");
        if (source.Propagates || target.Propagates)
            yield return Error(RegistryErrorCode.MetadataUpdateOperation,
                "Associations are propagated to the new version and submitted for it in one update.");
        if (state.Associations.Any(one => one.IsApproved && one.Association.Type == association.Type
                && one.Association.Source == association.Source && one.Association.Target == association.Target))
            yield return Error(RegistryErrorCode.MetadataUpdate, "There is such an association already.");
    }

    private static ObjectEnd? End(Caller caller, UpdatePlan plan, UpdateState state, string id, bool folder)
    {
        if (!folder)
            return plan.Entries.FirstOrDefault(one => one.Id == id) is { } version
                ? new ObjectEnd(true, version.Object.Patient, version.Propagates)
                : state.Entry(id) is { } entry && caller.ActsFor(entry.Custodian)
                    ? new ObjectEnd(entry.Entry.IsApproved, entry.Entry.Patient, false) : null;
        return plan.Folders.FirstOrDefault(one => one.Id == id) is { } next
            ? new ObjectEnd(true, next.Object.Patient, next.Propagates)
            : state.Folder(id) is { } registered && caller.ActsFor(registered.Custodian)
                ? new ObjectEnd(registered.IsApproved, registered.Folder.Patient, false) : null;
    }

    private sealed record ObjectEnd(bool IsApproved, PatientIdentifier? Patient, bool Propagates);
}
