using HieImaging.FhirServer.Declaring;

namespace HieImaging.FhirServer.Searching;

/// <summary>What every type can be searched and sorted by.</summary>
internal static class StandardParameters
{
    internal static IEnumerable<SearchParameter> Of(ResourceDeclaration declaration) =>
    [
        SearchParameter.Token("_id", token => token.System switch
        {
            null => $"{declaration.Alias}.id = {token.Code}",
            _ => null,
        }) with { Present = $"true" },
        SearchParameter.Instant("_lastUpdated", $"{declaration.Alias}.last_updated"),
    ];

    internal static IEnumerable<SortKey> SortsOf(ResourceDeclaration declaration) =>
    [
        SortKey.Text("_id", $"{declaration.Alias}.id"),
        SortKey.Instant("_lastUpdated", $"{declaration.Alias}.last_updated"),
        .. declaration.Sorts,
    ];
}
