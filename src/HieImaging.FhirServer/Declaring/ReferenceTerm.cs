using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;

namespace HieImaging.FhirServer.Declaring;

/// <summary>How a reference parameter was asked: by the reference itself or by an identifier of its target.</summary>
internal static class ReferenceTerm
{
    internal const int NotKnown = 0;
    internal const int ByReference = 1;
    internal const int ByIdentifier = 2;

    internal static int Kind(SearchTerm term, IReadOnlyList<string> targets) => (term.Modifier, term.Chain) switch
    {
        (null, null) => ByReference,
        ("identifier", null) or (null, "identifier") => ByIdentifier,
        ({ } type, null) when targets.Contains(type) => ByReference,
        ({ } type, "identifier") when targets.Contains(type) => ByIdentifier,
        _ => NotKnown,
    };

    internal static SearchReading<ReferenceValue> Read(string parameter, string text, SearchTerm term, IReadOnlyList<string> targets)
    {
        var reading = ReferenceValue.Parse(parameter, text);
        if (reading is not SearchReading<ReferenceValue>.Accepted { Value: var value } accepted)
            return reading;
        var allowed = value.Type is null || (targets.Contains(value.Type) && (term.Modifier is null || term.Modifier == value.Type));
        return allowed
            ? accepted with { Value = value with { Type = value.Type ?? term.Modifier } }
            : new SearchReading<ReferenceValue>.Refused(
                FhirIssue.Error(IssueCode.Value, "The parameter does not refer to that type.", parameter));
    }
}
