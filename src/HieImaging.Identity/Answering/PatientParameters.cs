using HieImaging.DocumentStore;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Declaring;
using HieImaging.Identity.Documents;
using HieImaging.Trust.Callers;

namespace HieImaging.Identity.Answering;

/// <summary>
/// The search parameters of ITI-78 (PDQm 2:3.78.4.1.2) beside <c>identifier</c>: each asks what any live source of the person says. Names
/// and places are compared as they are folded for matching: "Müller" finds MULLER; no sign is a wildcard.
/// </summary>
internal static class PatientParameters
{
    public static IReadOnlyList<SearchParameter> All { get; } =
    [
        Words("family", "A surname, or the beginning of one; a double surname by either half", "family"),
        Words("given", "A given name, or the beginning of one", "given"),
        Words("name", "A surname or a given name, or the beginning of one", "family", "given"),
        SearchParameter.Custom("phonetic", SearchParameterType.String, (term, asked) => term is { Modifier: null, Chain: null }
            ? SearchParameter.AnyOf(term, StringValue.Parse, name => PatientRows.Where(asked.Http.Caller(),
                $"{PatientTerms.Sounding("family", name.Text)} or {PatientTerms.Sounding("given", name.Text)}"))
            : SearchParameter.NotSupported(term)) with { Documentation = "A surname or a given name that sounds like it" },
        Words("mothersMaidenName", "The mother's maiden name, or the beginning of it", "maiden"),
        Words("address", "A word of the address: line, district, city, state, postal code, country", "address"),
        Words("address-city", "The city, or its beginning", "city"),
        Words("address-state", "The state, or its beginning", "state"),
        Words("address-postalcode", "The postal code, or its beginning", "postal"),
        Words("address-country", "The country, or its beginning", "country"),
        Telecom("telecom", null, "A telephone number by its digits, any other address as a whole; phone| or email| before it narrows"),
        Telecom("phone", "phone", "A telephone number by its digits"),
        Telecom("email", "email", "An electronic mail address as a whole"),
        SearchParameter.Custom("birthdate", SearchParameterType.Date, BirthDate) with
        {
            Present = $"patient.birth_date is not null",
            Documentation = "The date of birth; where less is known of it, a search by just that finds it",
        },
        SearchParameter.Token("gender", token => $"patient.gender = {token.Code}") with { Present = $"patient.gender is not null" },
        SearchParameter.Custom("active", SearchParameterType.Token, (term, asked) => term is { Modifier: null, Chain: null }
            ? SearchParameter.AnyOf(term, TokenValue.Parse, token => Active(token, asked.Http.Caller()))
            : SearchParameter.NotSupported(term)) with { Documentation = "Whether any source still has the record in use" },
    ];

    private static SearchParameter Words(string name, string documentation, params string[] terms) =>
        SearchParameter.Custom(name, SearchParameterType.String, (term, asked) =>
            term is { Chain: null, Modifier: null or "exact" or "contains" }
                ? SearchParameter.AnyOf(term, StringValue.Parse, value => PatientRows.Where(asked.Http.Caller(), SqlFragment.Join(
                    " or ", terms.Select(one => PatientTerms.Worded(one, value.Text, term.Modifier)))))
                : SearchParameter.NotSupported(term)) with
        {
            Documentation = documentation,
        };

    private static SearchParameter Telecom(string name, string? kind, string documentation) =>
        SearchParameter.Custom(name, SearchParameterType.Token, (term, asked) => term is { Modifier: null, Chain: null }
            ? SearchParameter.AnyOf(term, TokenValue.Parse, token => PatientTerms.Telecom(token.Code) is { } value
                ? PatientRows.Where(asked.Http.Caller(), PatientTerms.Has((kind ?? token.System) is { Length: > 0 } system
                    ? $"telecom={system}|{value}"
                    : "telecom=" + value))
                : null)
            : SearchParameter.NotSupported(term)) with
        {
            Documentation = documentation,
        };

    private static SqlFragment? Active(TokenValue token, Caller caller) => token.Code switch
    {
        "true" => PatientRows.Where(caller, $"source.active"),
        "false" => $"not ({PatientRows.Where(caller, $"source.active")})",
        _ => null,
    };

    private static SearchCondition BirthDate(SearchTerm term, SearchContext asked)
    {
        if (term is not { Modifier: null, Chain: null })
            return SearchParameter.NotSupported(term);
        return SearchParameter.AnyOf(term, DateValue.Parse, date => date.Prefix switch
        {
            DatePrefix.Eq => $"patient.birth_date = any({Spellings(date)})",
            _ => DateComparison.At(
                date, $"(case when length(patient.birth_date) = 10 then (patient.birth_date || 'T00:00:00Z')::timestamptz end)"),
        });
    }

    // A whole date finds itself; a year or a month finds every date within it, and itself where no more is known.
    private static string[] Spellings(DateValue date)
    {
        var days = (int)(date.To - date.From).TotalDays;
        var within = Enumerable.Range(0, Math.Clamp(days, 1, 366)).Select(day => date.From.AddDays(day).ToString("yyyy-MM-dd", null));
        var months = Enumerable.Range(1, 12).Select(month => date.From.ToString("yyyy-", null) + month.ToString("00", null));
        return days switch
        {
            <= 1 => [.. within],
            <= 31 => [.. within, date.From.ToString("yyyy-MM", null)],
            _ => [.. within, .. months, date.From.ToString("yyyy", null)],
        };
    }
}
