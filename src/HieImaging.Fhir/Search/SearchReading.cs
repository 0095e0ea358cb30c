using HieImaging.Fhir.Outcomes;

namespace HieImaging.Fhir.Search;

/// <summary>What reading a query string, a form or one of its values came to.</summary>
public abstract record SearchReading<T>
{
    private SearchReading() { }

    public sealed record Accepted(T Value) : SearchReading<T>;

    /// <summary>Refused; the issue's expression is the parameter's name.</summary>
    public sealed record Refused(FhirIssue Issue) : SearchReading<T>;
}
