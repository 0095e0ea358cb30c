using HieImaging.Xds.Responses;
using HieImaging.Xds.Soap;

namespace HieImaging.Xds.Retrieving;

/// <summary>xdsb:RetrieveDocumentSetResponse, of ITI-43 and RAD-69: always MTOM (TF-2 3.43.5).</summary>
public static class RetrieveDocumentSetResponse
{
    /// <summary>The answer: Success, PartialSuccess or Failure by what there is of documents and errors (TF-2 3.43.4.2.3).</summary>
    public static SoapAnswer Write(IReadOnlyList<RetrievedDocument> documents, IReadOnlyList<RegistryError> errors) => throw new NotImplementedException();

    /// <summary>Reads an answer; the documents with their bytes.</summary>
    public static (RegistryResponse? Response, IReadOnlyList<(DocumentRequest Document, string MimeType, ReadOnlyMemory<byte> Content)> Documents)
        Read(SoapResponse response) => throw new NotImplementedException();
}
