using HieImaging.AffinityDomain.Participants;
using HieImaging.Xds.Responses;

namespace HieImaging.Registry.Submitting;

/// <summary>
/// Whose documents they are: one patient in the whole submission, known to the domain, and under numbers that the sender may assert
/// (principle 3).
/// </summary>
internal static class PatientRules
{
    public static IEnumerable<RegistryError> Of(IncomingSubmission incoming, RegistryState state) =>
        incoming.HasMetadata
            ?
            [
                .. SamePatient(incoming), .. KnownPatient(incoming, state), .. Contradicted(incoming.Documents),
                .. Asserted(incoming.Domain, incoming.Custodian, incoming.Documents),
            ]
            : Asserted(incoming.Domain, incoming.Custodian, incoming.Documents);

    /// <summary>Of a document that was fetched after its registration: whose it is that the bytes speak of.</summary>
    public static IEnumerable<RegistryError> OfFetched(Domain domain, Participant custodian, IncomingDocument document) =>
        [.. Contradicted([document]), .. Asserted(domain, custodian, [document])];

    // TF-2 3.42.4.1.3.3: the patientId of all objects is that of the set
    private static IEnumerable<RegistryError> SamePatient(IncomingSubmission incoming)
    {
        var set = incoming.Submission.Set.Patient;
        foreach (var entry in incoming.Submission.Entries.Where(entry => entry.Patient != set))
            yield return new RegistryError(RegistryErrorCode.PatientIdDoesNotMatch,
                "patientId is not that of the submission set.", Location: entry.EntryUuid);
        foreach (var folder in incoming.Submission.Folders.Where(folder => folder.Patient != set))
            yield return new RegistryError(RegistryErrorCode.PatientIdDoesNotMatch,
                "patientId is not that of the submission set.", Location: folder.EntryUuid);
    }

    private static IEnumerable<RegistryError> KnownPatient(IncomingSubmission incoming, RegistryState state)
    {
        var set = incoming.Submission.Set;
        if (set.Patient is not { } patient)
            yield return new RegistryError(RegistryErrorCode.RegistryMetadataError,
                "patientId is no CX with an OID as authority.", Location: set.EntryUuid);
        else if (incoming.Domain.File.PatientIdDomain.Mode == PatientIdMode.Local
                     ? !incoming.Domain.MayAssert(incoming.Custodian.Id, patient.Authority)
                     : !incoming.Domain.IsPatientIdDomain(patient.Authority) || !state.KnownPatients.Contains(patient.Cx))
            yield return new RegistryError(RegistryErrorCode.UnknownPatientId,
                "patientId is not known to this domain.", Location: set.EntryUuid);
    }

    // Two numbers for one document: nobody could tell whose images they are (docs/decisions/0008)
    private static IEnumerable<RegistryError> Contradicted(IReadOnlyList<IncomingDocument> documents) => documents
        .Where(document => document.Entry.SourcePatient is { } source
            && document.Manifests.Any(manifest => manifest.Patient.Identifier.Value != source.Value))
        .Select(document => new RegistryError(RegistryErrorCode.PatientIdDoesNotMatch,
            "sourcePatientId is not the PatientID of the key object.", Location: document.UniqueId));

    private static IEnumerable<RegistryError> Asserted(Domain domain, Participant custodian, IReadOnlyList<IncomingDocument> documents)
    {
        foreach (var document in documents)
        {
            if (document.Entry.SourcePatient is { } source && !domain.MayAssert(custodian.Id, source.Authority))
                yield return new RegistryError(RegistryErrorCode.RegistryMetadataError,
                    "sourcePatientId is of an authority that the custodian may not assert.", Location: document.UniqueId);
            else if (document.Manifests.Any(
                manifest => !domain.MayAssert(custodian.Id, manifest.Patient.Identifier.Authority)))
                yield return new RegistryError(RegistryErrorCode.RegistryMetadataError,
                    "The key object's PatientID is of an authority that the custodian may not assert.", Location: document.UniqueId);
        }
    }
}
