using HieImaging.Manifests.DocumentEntries;
using HieImaging.Xds.Responses;

namespace HieImaging.Registry.Submitting;

/// <summary>
/// A document that lies in a repository of its hospital (ITI-42): one that the domain registers for the custodian, and a key object by its
/// metadata, for nothing else is fetched (docs/decisions/0019).
/// </summary>
internal static class ElsewhereRules
{
    public static IEnumerable<RegistryError> Of(IncomingSubmission incoming, IncomingDocument document)
    {
        RegistryError Error(string code, string text) => new(code, text, Location: document.Entry.EntryUuid);

        var entry = document.Entry;
        if (entry.IsOnDemand)
            yield return Error(
                RegistryErrorCode.RegistryMetadataError, "An on-demand entry is registered by a transaction of its own (ITI-61).");
        if (incoming.Domain.RepositoryOf(incoming.Custodian.Id, entry.RepositoryUniqueId) is null)
            yield return Error(RegistryErrorCode.RegistryMetadataError, "repositoryUniqueId is no registered repository of the custodian.");
        if (entry.MimeType != DocumentEntryWriter.MimeType || entry.FormatCode is not
            { Value: DocumentEntryWriter.FormatCode, Scheme: DocumentEntryWriter.FormatScheme })
            yield return Error(RegistryErrorCode.RegistryMetadataError, "mimeType and formatCode are not those of a key object.");
        if (entry.Size > incoming.Bounds.Bytes)
            yield return Error(RegistryErrorCode.RegistryOutOfResources, "The document is larger than a key object may be.");
    }
}
