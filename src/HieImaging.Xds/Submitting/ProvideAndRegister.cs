using System.Xml.Linq;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Soap;

namespace HieImaging.Xds.Submitting;

/// <summary>xdsb:ProvideAndRegisterDocumentSetRequest (ITI-41, RAD-68): metadata and the documents themselves.</summary>
/// <param name="Submission">Null where an error says why.</param>
public sealed record ProvideAndRegister(Submission? Submission, IReadOnlyList<ProvidedDocument> Documents, IReadOnlyList<RegistryError> Errors)
{
    /// <summary>Reads the request; an entry without a document and a document without an entry are errors of their own (TF-2 3.41.4.1.3).</summary>
    public static ProvideAndRegister Read(SoapRequest request) => throw new NotImplementedException();

    /// <summary>The request's body and its parts, for <see cref="SoapClient"/>.</summary>
    public static (XElement Body, IReadOnlyList<SoapPart> Parts) Write(Submission submission, IReadOnlyList<ProvidedDocument> documents) =>
        throw new NotImplementedException();
}
