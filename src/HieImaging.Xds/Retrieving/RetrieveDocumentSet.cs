using System.Xml.Linq;
using HieImaging.Xds.Responses;

namespace HieImaging.Xds.Retrieving;

/// <summary>xdsb:RetrieveDocumentSetRequest (ITI-43).</summary>
public sealed record RetrieveDocumentSet(IReadOnlyList<DocumentRequest> Requests, IReadOnlyList<RegistryError> Errors)
{
    public static RetrieveDocumentSet Read(XElement request) => throw new NotImplementedException();

    public static XElement Write(IEnumerable<DocumentRequest> requests) => throw new NotImplementedException();
}
