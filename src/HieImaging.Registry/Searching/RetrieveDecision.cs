using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Retrieving;

namespace HieImaging.Registry.Searching;

/// <summary>
/// Which of the documents that ITI-43 asks for are given, and why the others are not: an error for each (TF-2 3.43.4.2.3). Pure.
/// </summary>
internal sealed record RetrieveDecision(
    IReadOnlyList<(DocumentRequest Request, VisibleDocument Document)> Given, IReadOnlyList<RegistryError> Errors)
{
    public const int MostDocuments = 100;

    /// <summary>A request that is none; null: its documents are looked for.</summary>
    public static RegistryError? Refusal(RetrieveDocumentSet asked) => asked.Requests.Count > MostDocuments
        ? new(RegistryErrorCode.RepositoryOutOfResources, $"More than {MostDocuments} documents are asked for at once.")
        : asked.Errors.FirstOrDefault(error => error.Severity == Severity.Error);

    /// <param name="visible">Those of the uniqueIds that are here and that the caller may see.</param>
    public static RetrieveDecision On(Domain domain, IReadOnlyList<DocumentRequest> requests, IReadOnlyList<VisibleDocument> visible)
    {
        var known = visible.ToDictionary(one => one.UniqueId, StringComparer.Ordinal);
        var given = new List<(DocumentRequest, VisibleDocument)>();
        var errors = new List<RegistryError>();
        foreach (var one in requests)
            if (Misdirected(domain, one) is { } elsewhere)
                errors.Add(elsewhere);
            else if (known.TryGetValue(one.DocumentUniqueId, out var document))
                given.Add((one, document));
            else
                errors.Add(new RegistryError(
                    RegistryErrorCode.DocumentUniqueId, "There is no such document.", Location: one.DocumentUniqueId));
        return new RetrieveDecision(given, errors);
    }

    private static RegistryError? Misdirected(Domain domain, DocumentRequest one)
    {
        if (one.HomeCommunityId is { } home && !(HomeCommunityId.TryParse(home, out var named)
                && HomeCommunityId.TryParse(domain.File.HomeCommunityId, out var own) && named == own))
            return new RegistryError(RegistryErrorCode.UnknownCommunity, "This node is another community.", Location: one.DocumentUniqueId);
        return one.RepositoryUniqueId == domain.File.RepositoryUniqueId
            ? null
            : new RegistryError(RegistryErrorCode.UnknownRepositoryId, "This node is another repository.", Location: one.DocumentUniqueId);
    }
}
