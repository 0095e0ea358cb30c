using HieImaging.Fhir.Outcomes;

namespace HieImaging.Fhir.Search;

/// <summary>A search as asked: every parameter in its order, not yet held against what a server supports.</summary>
/// <param name="Terms">All of them must hold; the same name twice means both.</param>
public sealed record SearchQuery(IReadOnlyList<SearchTerm> Terms)
{
    public const int LongestQuery = 8 * 1024;
    public const int MostTerms = 50;
    public const int MostValues = 50;

    /// <summary>Reads a query string as it stood in the URL (with or without its question mark) or a form body: percent-encoded UTF-8, at
    /// most 8 KiB, 50 parameters and 50 alternatives each. An empty value is refused, for it would read as "no filter".</summary>
    public static SearchReading<SearchQuery> Parse(string? encoded)
    {
        var text = encoded is ['?', ..] ? encoded[1..] : encoded ?? "";
        if (text.Length > LongestQuery)
            return Refused(IssueCode.TooLong, "The query is longer than 8 KiB.", null);
        var terms = new List<SearchTerm>();
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (terms.Count == MostTerms)
                return Refused(IssueCode.TooCostly, "A search has at most 50 parameters.", null);
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (PercentEncoding.Decode(equals < 0 ? pair : pair[..equals]) is not { } name
                || PercentEncoding.Decode(equals < 0 ? "" : pair[(equals + 1)..]) is not { } value)
                return Refused(IssueCode.Invalid, "The query is not percent-encoded UTF-8 without control characters.", null);
            if (SearchName.TryParse(name) is not { } parameter)
                return Refused(IssueCode.Invalid, "A parameter's name is not of the form name:modifier.chain.", null);
            if (Values(value) is not { } values)
                return Refused(IssueCode.Value, "A parameter has no value, or a blank one among its alternatives.", name);
            if (values.Count > MostValues)
                return Refused(IssueCode.TooCostly, "A parameter has at most 50 alternatives.", name);
            terms.Add(new(parameter.Name, parameter.Modifier, parameter.Chain, values));
        }
        return new SearchReading<SearchQuery>.Accepted(new(terms));
    }

    /// <summary>The two of <c>POST _search?a=b</c>: the URL's parameters, then the form's.</summary>
    public SearchQuery And(SearchQuery other) => new([.. Terms, .. other.Terms]);

    private static List<string>? Values(string value) =>
        SearchValues.SplitRaw(value, ',') is var values && values.TrueForAll(one => !string.IsNullOrWhiteSpace(one)) ? values : null;

    private static SearchReading<SearchQuery>.Refused Refused(string code, string diagnostics, string? expression) =>
        new(FhirIssue.Error(code, diagnostics, expression));
}
