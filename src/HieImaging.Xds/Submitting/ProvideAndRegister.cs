using System.Xml.Linq;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Soap;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Xds.Submitting;

/// <summary>xdsb:ProvideAndRegisterDocumentSetRequest (ITI-41, RAD-68): metadata and the documents themselves.</summary>
/// <param name="Submission">Null where an error says why.</param>
public sealed record ProvideAndRegister(
    Submission? Submission,
    IReadOnlyList<ProvidedDocument> Documents,
    IReadOnlyList<RegistryError> Errors)
{
    /// <summary>
    /// Reads the request; an entry without a document and a document without an entry are errors of their own (TF-3 table 4.2.4.1-2).
    /// </summary>
    public static ProvideAndRegister Read(SoapRequest request)
    {
        if (request.Body.Elements(Ns.Lcm + "SubmitObjectsRequest").ToList() is not [var metadata])
            return Failed(RegistryErrorCode.RepositoryMetadataError, "The request has not one SubmitObjectsRequest.", null);
        var reading = SubmissionReader.Read(metadata, SubmissionKind.Provide);
        if (reading.Submission is not { } submission)
            return new ProvideAndRegister(null, [], reading.Errors);

        var documents = new Dictionary<string, ProvidedDocument>(StringComparer.Ordinal);
        foreach (var element in request.Body.Elements(Ns.Xdsb + "Document"))
        {
            var id = element.Attribute("id")?.Value ?? "";
            if (request.Content(element) is not { } content)
                return Failed(
                    RegistryErrorCode.MissingDocument,
                    "A Document has no content: neither a part of the message nor base64.",
                    id);
            if (!documents.TryAdd(id, new ProvidedDocument(id, content)))
                return Failed(RegistryErrorCode.RepositoryMetadataError, "Two Documents have one id.", id);
        }
        var errors = Unmatched(submission, documents).ToList();
        return errors.Count > 0
            ? new ProvideAndRegister(null, [], errors)
            : new ProvideAndRegister(
                submission, [.. submission.Entries.Where(e => !e.IsOnDemand).Select(e => documents[e.EntryUuid])], reading.Errors);
    }

    /// <summary>The request's body and its parts, for <see cref="SoapClient"/>.</summary>
    public static (XElement Body, IReadOnlyList<SoapPart> Parts) Write(Submission submission, IReadOnlyList<ProvidedDocument> documents)
    {
        var types = submission.Entries.ToDictionary(
            e => e.EntryUuid,
            e => e.MimeType ?? "application/octet-stream",
            StringComparer.Ordinal);
        var parts = documents.Select((d, i) => SoapPart.Of($"document{i + 1}@hieimaging", types[d.EntryId], d.Content)).ToList();
        var body = new XElement(Ns.Xdsb + "ProvideAndRegisterDocumentSetRequest",
            new XAttribute(XNamespace.Xmlns + "xdsb", Ns.Xdsb),
            SubmissionWriter.Write(submission),
            documents.Zip(parts, (document, part) => new XElement(Ns.Xdsb + "Document", new XAttribute("id", document.EntryId),
                new XElement(Ns.Xop + "Include",
                    new XAttribute(XNamespace.Xmlns + "xop", Ns.Xop),
                    new XAttribute("href", "cid:" + part.ContentId)))));
        return (body, parts);
    }

    private static IEnumerable<RegistryError> Unmatched(Submission submission, Dictionary<string, ProvidedDocument> documents)
    {
        foreach (var entry in submission.Entries.Where(e => !e.IsOnDemand && !documents.ContainsKey(e.EntryUuid)))
            yield return new RegistryError(
                RegistryErrorCode.MissingDocument,
                "A DocumentEntry has no Document.",
                Severity.Error,
                entry.EntryUuid);
        foreach (var id in documents.Keys.Where(id => !submission.Entries.Any(e => e.EntryUuid == id)))
            yield return new RegistryError(
                RegistryErrorCode.MissingDocumentMetadata,
                "A Document has no DocumentEntry.",
                Severity.Error,
                id);
    }

    private static ProvideAndRegister Failed(string code, string context, string? location) =>
        new(null, [], [new RegistryError(code, context, Severity.Error, location)]);
}
