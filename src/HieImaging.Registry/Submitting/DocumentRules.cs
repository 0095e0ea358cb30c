using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Manifests;
using HieImaging.Manifests.DocumentEntries;
using HieImaging.Xds.Responses;

namespace HieImaging.Registry.Submitting;

/// <summary>
/// The repository's duties: each document is what its metadata says, and a key object that can be folded (TF-2 3.41.4.1.3, RAD TF-2 4.68).
/// </summary>
internal static class DocumentRules
{
    /// <summary>Locations that one document is warned about: the warnings are kept with the submission and answered.</summary>
    private const int MostWarnings = 20;

    public static IEnumerable<RegistryError> Of(IncomingSubmission incoming, RegistryState state) =>
        incoming.Documents.SelectMany(document => document.IsElsewhere ? ElsewhereRules.Of(incoming, document) : Of(incoming, document, state));

    private static IEnumerable<RegistryError> Of(IncomingSubmission incoming, IncomingDocument document, RegistryState state)
    {
        var entry = document.Entry;
        if (entry.Size is { } size && size != document.Content.Length)
            yield return Error(RegistryErrorCode.RepositoryMetadataError, "size is not that of the document.", document);
        if (entry.Hash is { } hash && !hash.Equals(document.Hash, StringComparison.OrdinalIgnoreCase))
            yield return Error(RegistryErrorCode.RepositoryMetadataError, "hash is not that of the document.", document);
        if (document.Refusal is { } refusal && !(document.IsEmptied && Replaces(incoming, document)))
            yield return new RegistryError(RegistryErrorCode.InvalidDocumentContent,
                document.UniqueId, Severity.Error, $"{refusal.Code}: {refusal.Text}");
        foreach (var foreign in document.Manifests.Where(one => one.Role == ManifestRole.Rejection && state.Foreign.Contains(one.Study.Uid.Text)))
            yield return new RegistryError(RegistryErrorCode.RegistryMetadataError,
                "A rejection is of instances that its custodian holds.", Location: document.UniqueId);
        foreach (var said in Agreement(incoming, document))
            yield return said;
        foreach (var warning in Locations(incoming, document))
            yield return warning;
        if (document.Manifests.Any(manifest => manifest.Patient.Name?.Contains('\ufffd', StringComparison.Ordinal) == true))
            yield return new RegistryError(RegistryErrorCode.RepositoryMetadataError,
                "Patient's Name (0010,0010) is not of its Specific Character Set (0008,0005): what could not be read is marked.",
                Severity.Warning, document.UniqueId);
    }

    private static bool Replaces(IncomingSubmission incoming, IncomingDocument document) =>
        incoming.Submission.Associations.Any(one => one.Replaces && one.Source == document.Entry.EntryUuid);

    // Metadata that says something else than the key object: a warning, or a refusal where the domain is strict (codes.mode).
    private static IEnumerable<RegistryError> Agreement(IncomingSubmission incoming, IncomingDocument document)
    {
        if (!incoming.HasMetadata || document.Manifests.Count == 0)
            return [];
        var severity = incoming.Domain.File.Codes.Mode == CodesMode.Strict ? Severity.Error : Severity.Warning;
        return MetadataAgreement.Of(document.Entry, document.Manifests, incoming.Zone).Select(said => said with { Severity = severity });
    }

    // The images are where nobody is registered: accepted, found, and not retrievable until the place is (principle 4).
    private static IEnumerable<RegistryError> Locations(IncomingSubmission incoming, IncomingDocument document) =>
        document.Manifests.Where(manifest => manifest.Role == ManifestRole.Manifest)
            .SelectMany(manifest => manifest.Study.Series)
            .SelectMany(series => series.Locations.Select(location => location.Uid).DefaultIfEmpty(null))
            .Distinct()
            .Where(location => incoming.Domain.ArchiveOf(incoming.Custodian.Id, location) is null)
            .Take(MostWarnings)
            .Select(location => new RegistryError(
                RegistryErrorCode.RegistryMetadataError, Unknown(location), Severity.Warning, document.UniqueId));

    private static string Unknown(RetrieveLocationUid? location) => location is { } uid
        ? $"Retrieve Location UID {uid} is not registered for the custodian: its images cannot be retrieved here."
        : "No Retrieve Location UID, and the custodian has no default archive: its images cannot be retrieved here.";

    private static RegistryError Error(string code, string text, IncomingDocument document) =>
        new(code, text, Severity.Error, document.UniqueId);
}
