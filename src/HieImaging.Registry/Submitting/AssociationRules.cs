using HieImaging.Registry.Documents;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Registry.Submitting;

/// <summary>
/// What a submission says of other documents: they are there, approved, of the same patient, and the sender's to speak of (TF-2
/// 3.42.4.1.3.3).
/// </summary>
internal static class AssociationRules
{
    public static IEnumerable<RegistryError> Of(IncomingSubmission incoming, RegistryState state)
    {
        var own = OwnObjects.Of(incoming.Submission);
        return incoming.Submission.Associations.SelectMany(association => association.Type switch
        {
            AssociationType.UpdateAvailabilityStatus or AssociationType.SubmitAssociation =>
                [Error(RegistryErrorCode.RegistryMetadataError, "An association of this type belongs into an update.", association)],
            AssociationType.HasMember => MembershipRules.Of(incoming, state, own, association),
            _ => OfRelationship(incoming, state, own, association),
        });
    }

    private static IEnumerable<RegistryError> OfRelationship(
        IncomingSubmission incoming, RegistryState state, OwnObjects own, Association association)
    {
        if (!own.All.Contains(association.Source))
            yield return Error(RegistryErrorCode.UnresolvedReference, "sourceObject is not in the submission.", association);
        else if (!own.Entries.Contains(association.Source))
            yield return Error(RegistryErrorCode.RegistryMetadataError,
                "Only a DocumentEntry replaces, appends to or transforms another.", association);
        else if (own.All.Contains(association.Target))
        {
            if (association.Replaces || association.Type == AssociationType.IsSnapshotOf)
                yield return Error(RegistryErrorCode.UnresolvedReference, "A replaced document must be in the registry.", association);
        }
        // a document of others is told like one that is not there
        else if (!state.Targets.TryGetValue(association.Target, out var target) || !incoming.Caller.ActsFor(target.Custodian))
            yield return Error(RegistryErrorCode.UnresolvedReference, "targetObject is not in the registry.", association);
        else
            foreach (var error in OfTarget(incoming, state, association, target))
                yield return error;
    }

    private static IEnumerable<RegistryError> OfTarget(
        IncomingSubmission incoming, RegistryState state, Association association, RegisteredEntry target)
    {
        if (!target.Entry.IsApproved)
            yield return Error(RegistryErrorCode.DeprecatedDocument, "targetObject is Deprecated.", association);
        if (association.Replaces && target.Custodian != incoming.Custodian.Id)
            yield return Error(RegistryErrorCode.UnresolvedReference, "targetObject is not in the registry.", association);
        if (association.Replaces && incoming.HasMetadata && !IsSamePatients(incoming.Submission, state, association, target.Entry))
            yield return Error(RegistryErrorCode.PatientIdDoesNotMatch, "The replaced document is another patient's.", association);
        if (association.Type == AssociationType.IsSnapshotOf && !target.Entry.IsOnDemand)
            yield return Error(RegistryErrorCode.RegistryMetadataError, "Only an on-demand document has snapshots.", association);
    }

    // A key object that came bare stands under its source's own number, for nobody said another (STOW-RS, bulk): then that number is
    // compared.
    private static bool IsSamePatients(
        Submission submission, RegistryState state, Association association, DocumentEntry target) =>
        state.GivenUp.AreOf(target.Patient, submission.Set.Patient)
        || (target.Patient is { } own && own == target.SourcePatient
            && submission.Entries.Any(entry => entry.EntryUuid == association.Source && entry.SourcePatient == own));

    private static RegistryError Error(string code, string text, Association association) =>
        new(code, text, Location: association.EntryUuid);
}
