using System.Xml.Linq;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Xds.Retrieving;

/// <summary>xdsb:RetrieveDocumentSetRequest (ITI-43); the requests are empty where an error says why.</summary>
public sealed record RetrieveDocumentSet(IReadOnlyList<DocumentRequest> Requests, IReadOnlyList<RegistryError> Errors)
{
    public static RetrieveDocumentSet Read(XElement request)
    {
        var requests = request.Elements(Ns.Xdsb + "DocumentRequest").Select(Of).ToList();
        if (requests.Count == 0)
            return Failed("The request names no document.");
        return requests.Any(r => r.RepositoryUniqueId.Length == 0 || r.DocumentUniqueId.Length == 0)
            ? Failed("A DocumentRequest has not one RepositoryUniqueId and one DocumentUniqueId.")
            : new RetrieveDocumentSet([.. requests.Distinct()], []);
    }

    public static XElement Write(IEnumerable<DocumentRequest> requests) => new(Ns.Xdsb + "RetrieveDocumentSetRequest",
        new XAttribute(XNamespace.Xmlns + "xdsb", Ns.Xdsb),
        requests.Select(r => new XElement(Ns.Xdsb + "DocumentRequest", Elements(r))));

    internal static DocumentRequest Of(XElement element) => new(
        One(element, "HomeCommunityId") is { Length: > 0 } home ? home : null,
        One(element, "RepositoryUniqueId"),
        One(element, "DocumentUniqueId"));

    internal static IEnumerable<XElement> Elements(DocumentRequest request)
    {
        if (request.HomeCommunityId is { } home)
            yield return new XElement(Ns.Xdsb + "HomeCommunityId", home);
        yield return new XElement(Ns.Xdsb + "RepositoryUniqueId", request.RepositoryUniqueId);
        yield return new XElement(Ns.Xdsb + "DocumentUniqueId", request.DocumentUniqueId);
    }

    private static string One(XElement element, string name) =>
        element.Elements(Ns.Xdsb + name).ToList() is [var only] ? only.Value.Trim() : "";

    private static RetrieveDocumentSet Failed(string context) =>
        new([], [new RegistryError(RegistryErrorCode.RepositoryGeneric, context)]);
}
