using HieImaging.Fhir.FhirPath;
using HieImaging.Fhir.Outcomes;

namespace HieImaging.Fhir.Validation;

/// <summary>A rule in FHIRPath on one element, of R4's definitions or of a profile. It is compiled when it is first tested.</summary>
/// <param name="Key"><c>per-1</c>.</param>
/// <param name="Severity">Error or warning.</param>
/// <param name="Expression">Its focus is the element.</param>
/// <param name="Human">What it says, in the definition's words.</param>
internal sealed record Invariant(string Key, IssueSeverity Severity, string Expression, string Human)
{
    private readonly Lazy<FhirPathExpression> _compiled = new(() => FhirPathExpression.Compile(Expression));

    // Dates of different precision and quantities of different units have no order: a period may begin at 10:00 of the day on which it
    // ends (R4, 2.24.0.10). Elsewhere nothing at all is not true.
    private readonly bool _orders = Expression.AsSpan().IndexOfAny('<', '>') >= 0;

    /// <summary>Null where it holds.</summary>
    internal FhirIssue? Test(in FhirNode focus, PathScope scope, Place place) => _compiled.Value.Test(focus, scope) switch
    {
        PathTruth.True => null,
        PathTruth.Failed when scope.IsExhausted =>
            FhirIssue.Error(IssueCode.TooCostly, $"{Key} is too costly to decide on this resource.", place.ToString()),
        PathTruth.Failed => FhirIssue.Error(IssueCode.Exception, $"{Key} could not be decided: {scope.Fault?.Sentence}", place.ToString()),
        PathTruth.Empty when _orders => FhirIssue.Warning(IssueCode.Invariant, $"{Key} cannot be decided: {Human}", place.ToString()),
        _ => Violated(place),
    };

    internal FhirIssue Violated(Place place) => new(Severity, IssueCode.Invariant, $"{Key}: {Human}", place.ToString());
}
