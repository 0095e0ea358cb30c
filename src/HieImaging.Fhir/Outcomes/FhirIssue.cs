namespace HieImaging.Fhir.Outcomes;

/// <summary>One issue of an OperationOutcome: what is wrong and where, as a value. Its text never repeats a value that was
/// received.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Code">One of <see cref="IssueCode"/>.</param>
/// <param name="Diagnostics">One plain sentence.</param>
/// <param name="Expression">The place as FHIRPath (<c>ImagingStudy.series[0].uid</c>) or the search parameter's name; null where there is
/// none.</param>
public sealed record FhirIssue(IssueSeverity Severity, string Code, string Diagnostics, string? Expression = null)
{
    public static FhirIssue Error(string code, string diagnostics, string? expression = null) =>
        new(IssueSeverity.Error, code, diagnostics, expression);

    public static FhirIssue Warning(string code, string diagnostics, string? expression = null) =>
        new(IssueSeverity.Warning, code, diagnostics, expression);

    public static FhirIssue Information(string diagnostics) =>
        new(IssueSeverity.Information, IssueCode.Informational, diagnostics);
}
