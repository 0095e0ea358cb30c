using HieImaging.Fhir.Json;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Declaring;

namespace HieImaging.FhirServer.Searching;

/// <summary>How much of each resource is shown: <c>_summary</c> (true, text, data, count, false), <c>_elements</c> (R4, 3.1.1.7).</summary>
internal sealed class ResultShape(ResourceDeclaration declaration)
{
    private IReadOnlyList<string>? _elements;
    private string _summary = "false";

    /// <summary>Nothing but the total.</summary>
    internal bool IsCount => _summary == "count";

    /// <summary>Only narrative: nothing is brought along with it (R4, 3.1.1.7).</summary>
    internal bool IsText => _summary == "text";

    internal bool IsWhole => _elements is null && _summary is "false" or "count";

    /// <summary>Takes a term of these names; the refusal is null where it is well.</summary>
    internal FhirIssue? Take(SearchTerm term) => term.Name == "_summary" ? TakeSummary(term) : TakeElements(term);

    /// <summary>The resource as it is shown; the same bytes where it is whole.</summary>
    /// <param name="type">Of the resource: <c>_elements</c> is of the type searched, what is brought along stays whole.</param>
    internal ReadOnlyMemory<byte> Of(ResourceDeclaration type, ReadOnlyMemory<byte> resource)
    {
        if (_elements is { } elements)
            return type.Type == declaration.Type ? ResourceSubset.Elements(resource, elements) : resource;
        return _summary switch
        {
            "true" when type.Summary.Count > 0 => ResourceSubset.Elements(resource, type.Summary),
            "text" => ResourceSubset.Elements(resource, ["text"]),
            "data" => ResourceSubset.WithoutText(resource),
            _ => resource,
        };
    }

    private FhirIssue? TakeSummary(SearchTerm term)
    {
        if (term.Values is not ["true" or "text" or "data" or "count" or "false"])
            return FhirIssue.Error(IssueCode.Value, "A summary is true, text, data, count or false.", term.Name);
        _summary = term.Values[0];
        return Contradiction();
    }

    private FhirIssue? TakeElements(SearchTerm term)
    {
        var own = declaration.Type + ".";
        var names = term.Values.Select(one => one.StartsWith(own, StringComparison.Ordinal) ? one[own.Length..] : one).ToList();
        if (names.Find(name => !ResourceSubset.Has(declaration.Type, name)) is not null)
            return FhirIssue.Error(IssueCode.Value, $"{declaration.Type} has no such element.", term.Name);
        _elements = [.. _elements ?? [], .. names];
        return Contradiction();
    }

    private FhirIssue? Contradiction() => _elements is not null && _summary is not ("false" or "count")
        ? FhirIssue.Error(IssueCode.Invalid, "A search asks for a summary or for elements, not both.", "_elements")
        : null;
}
