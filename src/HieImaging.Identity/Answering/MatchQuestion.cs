using System.Text.Json;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;
using HieImaging.Identity.Documents;

namespace HieImaging.Identity.Answering;

/// <summary>What <c>$match</c> was asked (PDQm 2:3.119.4.1.2): a Patient alone, or Parameters with <c>resource</c>, and at most
/// <c>onlyCertainMatches</c> and <c>count</c> beside it.</summary>
internal abstract record MatchQuestion
{
    /// <summary>More are not given, asked or not.</summary>
    public const int Most = 100;

    private const int Usual = 20;

    private MatchQuestion() { }

    /// <param name="Patient">What is known of whom is looked for.</param>
    /// <param name="OnlyCertain">Nothing but who is certainly the one.</param>
    /// <param name="Count">At most so many.</param>
    internal sealed record Asked(JsonElement Patient, bool OnlyCertain, int Count) : MatchQuestion;

    internal sealed record Refused(int Status, FhirIssue Issue) : MatchQuestion;

    /// <param name="query">The URL's parameters: there are none.</param>
    /// <param name="body">A structurally sound resource.</param>
    public static MatchQuestion Read(SearchQuery query, JsonElement body) => Said(query, body) switch
    {
        Asked asked when PatientBounds.Exceeded(asked.Patient) is { } element => new Refused(422, FhirIssue.Error(
            IssueCode.BusinessRule, "The Patient says more of this than anybody is looked for by.", "Patient." + element)),
        var question => question,
    };

    private static MatchQuestion Said(SearchQuery query, JsonElement body)
    {
        if (query.Terms is [var term, ..])
            return Refuse(IssueCode.NotSupported, "$match takes its parameters in the body.", term.Parameter);
        switch (body.GetProperty("resourceType").GetString())
        {
            case "Patient":
                return new Asked(body, false, Usual);
            case "Parameters":
                return OfParameters(body);
            default:
                return Refuse(IssueCode.Invalid, "$match takes a Patient, or Parameters with one.", "Parameters");
        }
    }

    // The slices are closed: what the profile does not know is refused, not left out (HAPI #6759 left out what it does know).
    private static MatchQuestion OfParameters(JsonElement body)
    {
        var asked = new Asked(default, false, Usual);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in body.TryGetProperty("parameter", out var list) ? list.EnumerateArray() : default)
        {
            var name = parameter.TryGetProperty("name", out var said) ? said.GetString() ?? "" : "";
            if (!seen.Add(name))
                return Refuse(IssueCode.Invalid, "Each parameter is given once.", "Parameters.parameter");
            switch (name)
            {
                case "resource" when parameter.TryGetProperty("resource", out var resource)
                    && resource.GetProperty("resourceType").GetString() == "Patient":
                    asked = asked with { Patient = resource };
                    break;
                case "onlyCertainMatches" when parameter.TryGetProperty("valueBoolean", out var only):
                    asked = asked with { OnlyCertain = only.GetBoolean() };
                    break;
                case "count" when parameter.TryGetProperty("valueInteger", out var number)
                    && number.TryGetInt32(out var count) && count > 0:
                    asked = asked with { Count = Math.Min(count, Most) };
                    break;
                case "resource" or "onlyCertainMatches" or "count":
                    return Refuse(
                        IssueCode.Value, "resource is a Patient, onlyCertainMatches a boolean, count an integer from 1.",
                        "Parameters.parameter");
                default:
                    return Refuse(IssueCode.NotSupported, "$match takes resource, onlyCertainMatches and count.", "Parameters.parameter");
            }
        }
        return asked.Patient.ValueKind == JsonValueKind.Object
            ? asked
            : Refuse(IssueCode.Required, "Parameters hold a Patient as resource.", "Parameters.parameter");
    }

    private static Refused Refuse(string code, string text, string expression) => new(400, FhirIssue.Error(code, text, expression));
}
