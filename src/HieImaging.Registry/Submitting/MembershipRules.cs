using HieImaging.Registry.Documents;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;

namespace HieImaging.Registry.Submitting;

/// <summary>
/// HasMember: a submission has what it brings or names, a folder has documents, new ones or such as are there. All are one patient's
/// (TF-3 4.2.2.1, TF-2 3.42.4.1.3.3).
/// </summary>
internal static class MembershipRules
{
    public static IEnumerable<RegistryError> Of(
        IncomingSubmission incoming, RegistryState state, OwnObjects own, Association association)
    {
        RegistryError Error(string code, string text) => new(code, text, Location: association.EntryUuid);

        var ofSet = association.Source == own.Set;
        var holder = Registered(incoming, state.Folders, association.Source, folder => folder.Custodian);
        if (!own.All.Contains(association.Source) && holder is null)
            yield return Error(
                RegistryErrorCode.UnresolvedReference, "sourceObject is neither in the submission nor a Folder of the registry.");
        else if (!ofSet && !own.Folders.Contains(association.Source) && holder is null)
            yield return Error(RegistryErrorCode.RegistryMetadataError, "Only a SubmissionSet or a Folder has members.");
        else if (holder is { IsApproved: false })
            yield return Error(RegistryErrorCode.RegistryMetadataError, "The Folder is Deprecated.");
        if (holder is not null && !state.GivenUp.AreOf(holder.Folder.Patient, incoming.Submission.Set.Patient))
            yield return Error(RegistryErrorCode.PatientIdDoesNotMatch, "The Folder is another patient's.");

        if (own.All.Contains(association.Target))
        {
            if (!ofSet && !own.Entries.Contains(association.Target))
                yield return Error(RegistryErrorCode.RegistryMetadataError, "A Folder has DocumentEntries.");
        }
        else if (Registered(incoming, state.Targets, association.Target, entry => entry.Custodian) is { } entry)
        {
            if (!entry.Entry.IsApproved)
                yield return Error(RegistryErrorCode.DeprecatedDocument, "targetObject is Deprecated.");
            if (!state.GivenUp.AreOf(entry.Entry.Patient, incoming.Submission.Set.Patient))
                yield return Error(RegistryErrorCode.PatientIdDoesNotMatch, "The document is another patient's.");
        }
        else if (!ofSet || Registered(incoming, state.Folders, association.Target, folder => folder.Custodian) is not { } folder)
            yield return Error(RegistryErrorCode.UnresolvedReference, "targetObject is not in the registry.");
        else if (!state.GivenUp.AreOf(folder.Folder.Patient, incoming.Submission.Set.Patient))
            yield return Error(RegistryErrorCode.PatientIdDoesNotMatch, "The Folder is another patient's.");
    }

    // what is others' is told like what is not there
    private static T? Registered<T>(
        IncomingSubmission incoming, IReadOnlyDictionary<string, T> registered, string id, Func<T, string> custodian) where T : class =>
        registered.TryGetValue(id, out var found) && incoming.Caller.ActsFor(custodian(found)) ? found : null;
}
