using System.Globalization;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Declaring;

namespace HieImaging.FhirServer.Searching;

/// <summary>The parameters that shape a result instead of choosing it:
/// <c>_count _sort _include _total _summary=count _format _pretty</c>.</summary>
internal sealed class SearchControls(ResourceDeclaration declaration)
{
    private readonly List<SearchInclude> _includes = [];
    private List<SortOrder>? _order;

    internal int Count { get; private set; } = SearchPlan.UsualResults;

    internal bool Total { get; private set; }

    internal IReadOnlyList<SearchInclude> Includes => _includes;

    internal IReadOnlyList<SortOrder> Order =>
        _order ?? [Sort(declaration.DefaultSort)
            ?? throw new InvalidOperationException($"{declaration.Type} sorts by default by nothing declared.")];

    /// <summary>Takes the term where it is one of these; the refusal is null where it is well.</summary>
    internal bool TryTake(SearchTerm term, out FhirIssue? refusal)
    {
        refusal = term.Name switch
        {
            "_count" => Plain(term) ?? TakeCount(term),
            "_sort" => Plain(term) ?? TakeSort(term),
            "_include" => Plain(term) ?? TakeInclude(term),
            "_total" => Plain(term) ?? TakeTotal(term.Values[0]),
            "_summary" => Plain(term) ?? TakeSummary(term.Values[0]),
            _ => null,
        };
        return term.Name is "_count" or "_sort" or "_include" or "_total" or "_summary" or "_format" or "_pretty";
    }

    private FhirIssue? TakeCount(SearchTerm term)
    {
        if (!int.TryParse(term.Values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || term.Values.Count > 1)
            return FhirIssue.Error(IssueCode.Value, "The count is a whole number, 0 or more.", term.Name);
        Count = Math.Min(count, SearchPlan.MostResults);
        return null;
    }

    private FhirIssue? TakeSort(SearchTerm term)
    {
        if (_order is not null || term.Values.Count > 3
            || term.Values.Select(value => value.TrimStart('-')).Distinct().Count() != term.Values.Count)
            return FhirIssue.Error(IssueCode.TooCostly, "Results are sorted by at most three different keys.", term.Name);
        _order = [];
        foreach (var value in term.Values)
        {
            if (Sort(value) is not { } order)
                return FhirIssue.Error(IssueCode.NotSupported, "Results cannot be sorted by that.", term.Name);
            _order.Add(order);
        }
        return null;
    }

    private SortOrder? Sort(string value)
    {
        var name = value is ['-', ..] ? value[1..] : value;
        return StandardParameters.SortsOf(declaration).FirstOrDefault(key => key.Name == name) is { } key
            ? new(key, value is ['-', ..])
            : null;
    }

    // [type]:[parameter] or [type]:[parameter]:[target]; a wildcard or an iteration could ask for the whole graph.
    private FhirIssue? TakeInclude(SearchTerm term)
    {
        foreach (var value in term.Values)
        {
            var parts = value.Split(':');
            var include = parts.Length is 2 or 3 && parts[0] == declaration.Type
                ? declaration.Includes.FirstOrDefault(one => one.Name == parts[1] && (parts.Length == 2 || parts[2] == one.Target))
                : null;
            if (include is null)
                return FhirIssue.Error(IssueCode.NotSupported, "This include is not supported.", term.Name);
            if (!_includes.Contains(include))
                _includes.Add(include);
        }
        return _includes.Count > SearchPlan.MostIncludes
            ? FhirIssue.Error(IssueCode.TooCostly, "A search has at most three includes.", term.Name)
            : null;
    }

    private FhirIssue? TakeTotal(string value)
    {
        Total = value is "accurate" or "estimate";
        return Total || value == "none" ? null : FhirIssue.Error(IssueCode.Value, "The total is none, estimate or accurate.", "_total");
    }

    private FhirIssue? TakeSummary(string value)
    {
        if (value == "count")
            Count = 0;
        return value is "count" or "false"
            ? null
            : FhirIssue.Error(IssueCode.NotSupported, "Only the summaries count and false are supported.", "_summary");
    }

    private static FhirIssue? Plain(SearchTerm term) => term is { Modifier: null, Chain: null }
        ? null
        : FhirIssue.Error(
            term.Name == "_include" ? IssueCode.TooCostly : IssueCode.NotSupported,
            "This parameter has no modifier here.",
            term.Parameter);
}
