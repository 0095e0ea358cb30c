using System.Globalization;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Declaring;

namespace HieImaging.FhirServer.Searching;

/// <summary>The parameters that shape a result instead of choosing it: <c>_count _sort _include _revinclude _total _summary _elements
/// _format _pretty</c>.</summary>
internal sealed class SearchControls(ResourceDeclaration declaration, Func<string, ResourceDeclaration?> declared, FhirBounds bounds)
{
    private List<SortOrder>? _order;
    private readonly IncludeControls _includes = new(declaration, declared, bounds);

    internal int Count => Shape.IsCount ? 0 : _count;

    /// <summary>Null: not said; false: not wanted.</summary>
    internal bool? Total { get; private set; }

    internal ResultShape Shape { get; } = new(declaration);

    internal IReadOnlyList<IncludeStep> Includes => _includes.Steps;

    internal IReadOnlyList<SortOrder> Order =>
        _order ?? [Sort(declaration.DefaultSort)
            ?? throw new InvalidOperationException($"{declaration.Type} sorts by default by nothing declared.")];

    private int _count = Math.Min(SearchPlan.UsualResults, bounds.Results);

    /// <summary>Takes the term where it is one of these; the refusal is null where it is well.</summary>
    internal bool TryTake(SearchTerm term, out FhirIssue? refusal)
    {
        refusal = term.Name switch
        {
            "_count" => Plain(term) ?? TakeCount(term),
            "_sort" => Plain(term) ?? TakeSort(term),
            "_include" or "_revinclude" => _includes.Take(term) ?? WithText(),
            "_total" => Plain(term) ?? TakeTotal(term.Values),
            "_summary" or "_elements" => Plain(term) ?? Shape.Take(term) ?? WithText(),
            _ => null,
        };
        return term.Name is "_count" or "_sort" or "_include" or "_revinclude" or "_total" or "_summary" or "_elements"
            or "_format" or "_pretty";
    }

    private FhirIssue? TakeCount(SearchTerm term)
    {
        if (!int.TryParse(term.Values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || term.Values.Count > 1)
            return FhirIssue.Error(IssueCode.Value, "The count is a whole number, 0 or more.", term.Name);
        _count = Math.Min(count, bounds.Results);
        return null;
    }

    private FhirIssue? TakeSort(SearchTerm term)
    {
        if (_order is not null || term.Values.Count > 3
            || term.Values.Select(value => value.TrimStart('-')).Distinct().Count() != term.Values.Count)
            return FhirIssue.Error(IssueCode.TooCostly, "Results are sorted by at most three different keys.", term.Name);
        var order = new List<SortOrder>();
        foreach (var value in term.Values)
        {
            if (Sort(value) is not { } one)
                return FhirIssue.Error(IssueCode.NotSupported, "Results cannot be sorted by that.", term.Name);
            order.Add(one);
        }
        _order = order;
        return null;
    }

    private SortOrder? Sort(string value)
    {
        var name = value is ['-', ..] ? value[1..] : value;
        return StandardParameters.SortsOf(declaration).FirstOrDefault(key => key.Name == name) is { } key
            ? new(key, value is ['-', ..])
            : null;
    }

    // An exact count is an estimate too.
    private FhirIssue? TakeTotal(IReadOnlyList<string> values)
    {
        if (values is not ["none" or "estimate" or "accurate"])
            return FhirIssue.Error(IssueCode.Value, "The total is none, estimate or accurate.", "_total");
        Total = values[0] != "none";
        return null;
    }

    private FhirIssue? WithText() => Shape.IsText && Includes.Count > 0
        ? FhirIssue.Error(IssueCode.Invalid, "Nothing is included in a summary of text.", "_summary")
        : null;

    private static FhirIssue? Plain(SearchTerm term) => term is { Modifier: null, Chain: null }
        ? null
        : FhirIssue.Error(IssueCode.NotSupported, "This parameter has no modifier here.", term.Parameter);
}
