using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;

namespace HieImaging.FhirServer.Declaring;

/// <summary>A search parameter: its name, its type, and what a term comes to in SQL. The ready-made forms take one typed value and give one
/// expression over the alias, or null where nothing can match; alternatives are joined here.</summary>
public sealed record SearchParameter(string Name, SearchParameterType Type, Func<SearchTerm, SearchContext, SearchCondition> Condition)
{
    /// <summary>One sentence for the CapabilityStatement.</summary>
    public string? Documentation { get; init; }

    /// <summary>Over the alias: the resource has a value of it; what <c>:missing</c> asks. Null: not asked here.</summary>
    public SqlFragment? Present { get; init; }

    /// <summary>The parameter of which this is another name (R5's).</summary>
    public string? AliasOf { get; init; }

    /// <summary>The same under another name.</summary>
    public SearchParameter As(string name, string documentation) =>
        this with { Name = name, AliasOf = AliasOf ?? Name, Documentation = documentation };

    /// <summary>Entirely the declaration's own: modifier, chain and values as they were asked.</summary>
    public static SearchParameter Custom(
        string name, SearchParameterType type, Func<SearchTerm, SearchContext, SearchCondition> condition) =>
        new(name, type, condition);

    /// <summary>A token; <c>:not</c> and <c>:missing</c> are every token's, <c>:text</c> that of one whose words are given.</summary>
    /// <param name="text">Where the code's words are looked into; null: <c>:text</c> is refused.</param>
    public static SearchParameter Token(
        string name, Func<TokenValue, SqlFragment?> where, Func<StringValue, SqlFragment?>? text = null) =>
        new(name, SearchParameterType.Token, (term, _) => text is not null && term is { Modifier: "text", Chain: null }
            ? AnyOf(term, StringValue.Parse, text)
            : Plain(term) ?? AnyOf(term, TokenValue.Parse, where));

    /// <summary>A date or dateTime held as an interval [from, to); null ends match nothing.</summary>
    public static SearchParameter Date(string name, SqlFragment from, SqlFragment to) =>
        new(name, SearchParameterType.Date,
            (term, _) => Plain(term) ?? AnyOf(term, DateValue.Parse, date => DateComparison.Between(date, from, to)))
        {
            Present = $"{from} is not null",
        };

    /// <summary>An instant held in one column.</summary>
    public static SearchParameter Instant(string name, SqlFragment column) =>
        new(name, SearchParameterType.Date,
            (term, _) => Plain(term) ?? AnyOf(term, DateValue.Parse, date => DateComparison.At(date, column)))
        {
            Present = $"{column} is not null",
        };

    /// <summary>A string, whose match is no modifier, <c>exact</c> or <c>contains</c>: the modifier is handed over.</summary>
    public static SearchParameter String(string name, Func<StringValue, string?, SqlFragment?> where) =>
        new(name, SearchParameterType.String, (term, _) => term is { Chain: null, Modifier: null or "exact" or "contains" }
            ? AnyOf(term, StringValue.Parse, value => where(value, term.Modifier))
            : NotSupported(term));

    /// <summary>A reference to one of the target types: <c>name=id</c>, <c>name=Type/id</c>, this node's absolute URL, <c>name:Type=id</c>;
    /// and, where
    /// <paramref name="identifier"/> is given, <c>name:identifier=</c>, <c>name.identifier=</c> and <c>name:Type.identifier=</c>.</summary>
    public static SearchParameter Reference(string name, IReadOnlyList<string> targets, Func<ReferenceValue, SqlFragment?> where,
        Func<TokenValue, SqlFragment?>? identifier = null) =>
        new(name, SearchParameterType.Reference, (term, asked) => ReferenceTerm.Kind(term, targets) switch
        {
            ReferenceTerm.ByReference => AnyOf(term, (parameter, text) => ReferenceTerm.Read(parameter, text, term, targets),
                value => value.Base is { } elsewhere && elsewhere != asked.PublicBase ? null : where(value)),
            ReferenceTerm.ByIdentifier when identifier is not null => AnyOf(term, TokenValue.Parse, identifier),
            _ => NotSupported(term),
        });

    /// <summary>One of the term's values must hold; a value that cannot be read refuses the term.</summary>
    public static SearchCondition AnyOf<T>(SearchTerm term, Func<string, string, SearchReading<T>> parse, Func<T, SqlFragment?> where)
    {
        var alternatives = new List<SqlFragment>();
        foreach (var value in term.Values)
        {
            var reading = parse(term.Parameter, value);
            if (reading is not SearchReading<T>.Accepted read)
                return new SearchCondition.Refused(((SearchReading<T>.Refused)reading).Issue);
            if (where(read.Value) is { IsEmpty: false } sql)
                alternatives.Add(sql);
        }
        return alternatives.Count == 0 ? SearchCondition.Nothing : new SearchCondition.Where($"({SqlFragment.Join(" or ", alternatives)})");
    }

    /// <summary>The refusal of a modifier or chain that the parameter does not have: never an empty answer (R4, 3.1.1.3.3).</summary>
    public static SearchCondition NotSupported(SearchTerm term) =>
        new SearchCondition.Refused(
            FhirIssue.Error(IssueCode.NotSupported, "This modifier or chain is not supported for this parameter.", term.Parameter));

    private static SearchCondition? Plain(SearchTerm term) => term is { Modifier: null, Chain: null } ? null : NotSupported(term);
}
