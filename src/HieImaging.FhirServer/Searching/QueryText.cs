using HieImaging.Fhir.Search;

namespace HieImaging.FhirServer.Searching;

/// <summary>A query written as a URL carries it.</summary>
internal static class QueryText
{
    internal static string Of(SearchQuery query) =>
        string.Join(
            '&',
            query.Terms.Select(term => $"{Uri.EscapeDataString(term.Parameter)}={Uri.EscapeDataString(string.Join(',', term.Values))}"));
}
