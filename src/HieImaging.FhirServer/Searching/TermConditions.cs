using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Declaring;

namespace HieImaging.FhirServer.Searching;

/// <summary>
/// A term as a condition over a declaration's alias: its own, <c>:missing</c> and <c>:not</c>, and what looks into another type: chains and
/// <c>_has</c>. These are rewritten before anything runs: the other type is looked into under its own visibility and as it is searched, so
/// that a chain finds what two searches one after the other would have found, and nothing else; and the caller needs the scope for both.
/// </summary>
internal sealed class TermConditions(SearchContext asked, Func<string, ResourceDeclaration?> declared)
{
    private readonly List<ResourceDeclaration> _searched = [];

    /// <summary>The types that were looked into beside the one that is searched.</summary>
    internal IReadOnlyList<ResourceDeclaration> Searched => _searched;

    /// <summary>Null: the type has no such parameter.</summary>
    internal SearchCondition? Of(ResourceDeclaration declaration, SearchTerm term) => Of(declaration, term, 0);

    private SearchCondition? Of(ResourceDeclaration declaration, SearchTerm term, int depth)
    {
        if (term.Name == "_has")
            return depth == 0 ? Having(declaration, term) : TooLong(term);
        var parameters = StandardParameters.Of(declaration).Concat(declaration.Parameters);
        if (parameters.FirstOrDefault(one => one.Name == term.Name) is not { } parameter)
            return null;
        return term switch
        {
            { Modifier: "missing", Chain: null } => Missing(parameter, term),
            { Modifier: "not", Chain: null } when parameter.Type == SearchParameterType.Token =>
                Not(parameter.Condition(term with { Modifier = null }, asked)),
            { Chain: not null } => Chained(declaration, parameter, term, depth),
            _ => parameter.Condition(term, asked),
        };
    }

    private static SearchCondition Missing(SearchParameter parameter, SearchTerm term) => (parameter.Present, term.Values) switch
    {
        (null, _) => SearchParameter.NotSupported(term),
        ({ } present, ["true"]) => new SearchCondition.Where($"not ({present})"),
        ({ } present, ["false"]) => new SearchCondition.Where($"({present})"),
        _ => Refused(IssueCode.Value, "Missing is true or false.", term),
    };

    // None of the values: what has no value at all is among them (R4, 3.1.1.5.5).
    private static SearchCondition Not(SearchCondition condition) => condition is SearchCondition.Where where
        ? new SearchCondition.Where($"not coalesce({where.Sql}, false)")
        : condition;

    private SearchCondition Chained(ResourceDeclaration declaration, SearchParameter parameter, SearchTerm term, int depth)
    {
        // told first: whether the steps lead anywhere is another question
        if (depth + Steps(term.Chain!) > asked.Bounds.ChainSteps)
            return TooLong(term);
        // a reference says an identifier, or a name, itself: then nothing else is looked into
        if (parameter.Condition(term, asked) is var own and not SearchCondition.Refused { Issue.Code: IssueCode.NotSupported })
            return own;
        var references = ReferencesOf(declaration, parameter.AliasOf ?? parameter.Name)
            .Where(one => term.Modifier is null || term.Modifier == one.Target).ToList();
        if (references is not [{ Refers: { } refers } reference] || declared(reference.Target) is not { Searchable: true } target
            || SearchTerm.Named(term.Chain!, term.Values) is not { } inner)
            return SearchParameter.NotSupported(term);
        return Of(target, inner, depth + 1) switch
        {
            SearchCondition.Where where => new SearchCondition.Where(refers(Ids(target, where.Sql))),
            SearchCondition.Refused refused => new SearchCondition.Refused(refused.Issue with { Expression = term.Parameter }),
            _ => SearchParameter.NotSupported(term),
        };
    }

    // _has:ImagingStudy:patient:modality=CT
    private SearchCondition Having(ResourceDeclaration declaration, SearchTerm term)
    {
        if (term.Modifier?.Split(':', 3) is not [var type, var name, var parameter] || declared(type) is not { Searchable: true } source
            || ReferencesOf(source, AliasedName(source, name)).FirstOrDefault(one => one.Target == declaration.Type) is not { } reference
            || SearchTerm.Named(term.Chain is null ? parameter : $"{parameter}.{term.Chain}", term.Values) is not { } inner)
            return SearchParameter.NotSupported(term);
        return Of(source, inner, 1) switch
        {
            SearchCondition.Where where =>
                new SearchCondition.Where($"{declaration.Alias}.id in ({(reference.Found ?? reference.Ids)(Ids(source, where.Sql))})"),
            SearchCondition.Refused refused => new SearchCondition.Refused(refused.Issue with { Expression = term.Parameter }),
            _ => SearchParameter.NotSupported(term),
        };
    }

    /// <summary>The ids that a search of the type by that condition alone would have found.</summary>
    private SqlFragment Ids(ResourceDeclaration type, SqlFragment condition)
    {
        if (!_searched.Contains(type))
            _searched.Add(type);
        List<SqlFragment> all = [$"not {type.Alias}.deleted", $"({type.Visible(asked.Http)})"];
        if (type.SearchOnly is { } only)
            all.Add($"({only(asked.Http)})");
        all.Add(condition);
        return $"select {type.Alias}.id from {type.From} where {SqlFragment.Join(" and ", all)}";
    }

    private static IEnumerable<SearchReference> ReferencesOf(ResourceDeclaration declaration, string name) =>
        declaration.References.Where(one => one.Name == name && one.Refers is not null);

    private static string AliasedName(ResourceDeclaration declaration, string name) =>
        declaration.Parameters.FirstOrDefault(one => one.Name == name)?.AliasOf ?? name;

    private static int Steps(string chain) => 1 + chain.Count(one => one == '.');

    private SearchCondition.Refused TooLong(SearchTerm term) => Refused(
        IssueCode.TooCostly, $"A chain has at most {asked.Bounds.ChainSteps} step(s), and _has stands alone.", term);

    private static SearchCondition.Refused Refused(string code, string text, SearchTerm term) =>
        new(FhirIssue.Error(code, text, term.Parameter));
}
