using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Declaring;

namespace HieImaging.FhirServer.Searching;

/// <summary>A search held against a declaration: conditions, order, size and includes, all of it supported.</summary>
internal sealed record SearchPlan
{
    internal const int UsualResults = 20;

    /// <summary>What was asked and is answered, without what was ignored.</summary>
    public required SearchQuery Query { get; init; }

    public required IReadOnlyList<SqlFragment> Conditions { get; init; }

    public required IReadOnlyList<SortOrder> Order { get; init; }

    /// <summary>Results of a page; 0 asks for the total only.</summary>
    public required int Count { get; init; }

    /// <summary>True: the total is counted even where it costs a query; null: told where it costs none; false: not told.</summary>
    public required bool? Total { get; init; }

    public required ResultShape Shape { get; init; }

    public required IReadOnlyList<IncludeStep> Includes { get; init; }

    /// <summary>How much may be included.</summary>
    public required FhirBounds Bounds { get; init; }

    /// <summary>Types that chains and <c>_has</c> look into: the caller needs the scope to search them.</summary>
    public required IReadOnlyList<ResourceDeclaration> Searched { get; init; }

    /// <summary>What a lenient caller is told was left out.</summary>
    public required IReadOnlyList<FhirIssue> Ignored { get; init; }

    /// <summary>Plans a search. A parameter that is not supported is refused, for an answer that ignores it would show too much or tell
    /// "none" (R4, 3.1.1.3.3 leaves it open);
    /// <paramref name="lenient"/> callers are told instead.</summary>
    public static SearchReading<SearchPlan> Of(
        ResourceDeclaration declaration, SearchQuery query, SearchContext asked, Func<string, ResourceDeclaration?> declared, bool lenient)
    {
        var controls = new SearchControls(declaration, declared, asked.Bounds);
        var terms = new TermConditions(asked, declared);
        var (kept, conditions, ignored) = (new List<SearchTerm>(), new List<SqlFragment>(), new List<FhirIssue>());
        if (declaration.SearchOnly is { } only)
            conditions.Add($"({only(asked.Http)})");
        foreach (var term in query.Terms)
        {
            if (term.Values.Count > asked.Bounds.Alternatives)
                return new SearchReading<SearchPlan>.Refused(FhirIssue.Error(
                    IssueCode.TooCostly, $"A parameter has at most {asked.Bounds.Alternatives} alternatives.", term.Parameter));
            if (controls.TryTake(term, out var refusal))
            {
                if (refusal is { Code: IssueCode.NotSupported } && lenient)
                    ignored.Add(refusal with { Severity = IssueSeverity.Warning, Diagnostics = refusal.Diagnostics + " It was ignored." });
                else if (refusal is not null)
                    return new SearchReading<SearchPlan>.Refused(refusal);
                else if (term.Name is not ("_format" or "_pretty"))
                    kept.Add(term);
                continue;
            }
            switch (terms.Of(declaration, term))
            {
                case SearchCondition.Where where:
                    kept.Add(term);
                    conditions.Add(where.Sql);
                    break;
                case SearchCondition.Refused refused:
                    return new SearchReading<SearchPlan>.Refused(refused.Issue);
                case null when lenient:
                    ignored.Add(FhirIssue.Warning(
                        IssueCode.NotSupported, "The parameter is not supported and was ignored.", term.Parameter));
                    break;
                case null:
                    return new SearchReading<SearchPlan>.Refused(
                        FhirIssue.Error(IssueCode.NotSupported, "The parameter is not supported for this type.", term.Parameter));
            }
        }
        if (declaration.Needs.Count > 0 && !kept.Exists(term => declaration.Needs.Contains(term.Name)))
            return new SearchReading<SearchPlan>.Refused(FhirIssue.Error(
                IssueCode.Required, $"A search of {declaration.Type} says one of {string.Join(", ", declaration.Needs)}."));
        return new SearchReading<SearchPlan>.Accepted(new SearchPlan
        {
            Query = new(kept),
            Conditions = conditions,
            Order = controls.Order,
            Count = controls.Count,
            Total = controls.Total ?? (declaration.Counted ? true : null),
            Shape = controls.Shape,
            Includes = controls.Includes,
            Bounds = asked.Bounds,
            Searched = terms.Searched,
            Ignored = ignored,
        });
    }
}
