using System.Xml.Linq;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Soap;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Xds.Retrieving;

/// <summary>xdsb:RetrieveDocumentSetResponse, of ITI-43 and RAD-69: always MTOM (TF-2 3.43.5).</summary>
/// <param name="Response">Null where the answer is no such element.</param>
public sealed record RetrieveDocumentSetResponse(RegistryResponse? Response, IReadOnlyList<ReceivedDocument> Documents)
{
    /// <summary>The answer: Success, PartialSuccess or Failure by what there is of documents and errors (TF-2 3.43.4.2.3).</summary>
    public static SoapAnswer Write(IReadOnlyList<RetrievedDocument> documents, IReadOnlyList<RegistryError> errors)
    {
        var status = errors.All(e => e.Severity == Severity.Warning) ? ResponseStatus.Success
            : documents.Count > 0 ? ResponseStatus.PartialSuccess : ResponseStatus.Failure;
        var parts = documents.Select((d, i) => new SoapPart($"document{i + 1}@hieimaging", d.MimeType, d.Write)).ToList();
        var body = new XElement(Ns.Xdsb + "RetrieveDocumentSetResponse",
            new XAttribute(XNamespace.Xmlns + "xdsb", Ns.Xdsb),
            new RegistryResponse(status, errors).Write(),
            documents.Zip(parts, (document, part) => new XElement(Ns.Xdsb + "DocumentResponse",
                RetrieveDocumentSet.Elements(document.Request),
                new XElement(Ns.Xdsb + "mimeType", document.MimeType),
                new XElement(Ns.Xdsb + "Document",
                    new XElement(Ns.Xop + "Include",
                        new XAttribute(XNamespace.Xmlns + "xop", Ns.Xop),
                        new XAttribute("href", "cid:" + part.ContentId))))));
        return SoapAnswer.OfParts(body, parts);
    }

    /// <summary>Reads an answer; a document without bytes is not one.</summary>
    public static RetrieveDocumentSetResponse Read(SoapResponse response)
    {
        if (response.Body is not { } body || body.Name != Ns.Xdsb + "RetrieveDocumentSetResponse")
            return new RetrieveDocumentSetResponse(null, []);
        var documents = new List<ReceivedDocument>();
        foreach (var element in body.Elements(Ns.Xdsb + "DocumentResponse"))
            if (element.Element(Ns.Xdsb + "Document") is { } holder && response.Content(holder) is { } content)
                documents.Add(new ReceivedDocument(
                    RetrieveDocumentSet.Of(element),
                    element.Element(Ns.Xdsb + "mimeType")?.Value.Trim() ?? "",
                    content));
        var status = body.Element(Ns.Rs + "RegistryResponse");
        return new RetrieveDocumentSetResponse(status is null ? null : RegistryResponse.Read(status), documents);
    }
}
