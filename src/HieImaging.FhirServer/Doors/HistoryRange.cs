using System.Globalization;
using HieImaging.Fhir.Search;
using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Doors;

/// <summary>Which versions of a resource a history is asked for: at most <c>_count</c>, those before a version (the links' own
/// <c>_before</c>).</summary>
internal sealed record HistoryRange(int Count, int Before)
{
    internal bool IsFirst => Before == int.MaxValue;

    internal static HistoryRange? Of(HttpRequest request)
    {
        if (SearchQuery.Parse(request.QueryString.Value) is not SearchReading<SearchQuery>.Accepted { Value: var query })
            return null;
        var range = new HistoryRange(20, int.MaxValue);
        foreach (var term in query.Terms.Where(term => term.Name is not ("_format" or "_pretty")))
        {
            if (!int.TryParse(term.Values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
                return null;
            switch (term.Parameter)
            {
                case "_count":
                    range = range with { Count = Math.Min(number, 100) };
                    break;
                case "_before":
                    range = range with { Before = number };
                    break;
                default:
                    return null;
            }
        }
        return range;
    }
}
