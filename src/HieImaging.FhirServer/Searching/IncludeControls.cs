using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Declaring;

namespace HieImaging.FhirServer.Searching;

/// <summary><c>_include</c> and <c>_revinclude</c>: <c>[type]:[parameter]</c> or <c>[type]:[parameter]:[target]</c>, with <c>:iterate</c>
/// from what was brought along too. A wildcard could ask for the whole graph and is refused.</summary>
internal sealed class IncludeControls(
    ResourceDeclaration declaration, Func<string, ResourceDeclaration?> declared, FhirBounds bounds)
{
    private readonly List<IncludeStep> _steps = [];

    internal IReadOnlyList<IncludeStep> Steps => _steps;

    internal FhirIssue? Take(SearchTerm term)
    {
        if (term is not { Modifier: null or "iterate", Chain: null })
            return FhirIssue.Error(IssueCode.TooCostly, "This parameter has no modifier but iterate.", term.Parameter);
        if (term.Modifier is not null && bounds.IncludeRounds == 1)
            return FhirIssue.Error(IssueCode.TooCostly, "Nothing is included here of what was included.", term.Parameter);
        foreach (var value in term.Values)
        {
            if (value.Contains('*', StringComparison.Ordinal))
                return FhirIssue.Error(IssueCode.TooCostly, "An include names its parameter; all of them would bring the whole graph.", term.Parameter);
            if (Step(value, term.Name == "_revinclude", term.Modifier is not null) is not { } step)
                return FhirIssue.Error(IssueCode.NotSupported, "This include is not supported.", term.Parameter);
            if (!_steps.Contains(step))
                _steps.Add(step);
        }
        return _steps.Count > bounds.Includes
            ? FhirIssue.Error(IssueCode.TooCostly, $"A search has at most {bounds.Includes} includes.", term.Parameter)
            : null;
    }

    // Without iterate a step begins at what was searched.
    private IncludeStep? Step(string value, bool back, bool iterate)
    {
        if (value.Split(':') is not ([_, _] or [_, _, _]) || value.Split(':') is not [var type, var name, ..] parts
            || declared(type) is not { } source)
            return null;
        var original = source.Parameters.FirstOrDefault(one => one.Name == name)?.AliasOf ?? name;
        foreach (var reference in source.References.Where(one => one.Name == original && (parts.Length == 2 || parts[2] == one.Target)))
            if (declared(reference.Target) is { } target && (!back || reference.Refers is not null)
                && (iterate || (back ? target : source).Type == declaration.Type))
                return new IncludeStep(reference, source, target, back, iterate);
        return null;
    }
}
