namespace HieImaging.Fhir.Outcomes;

/// <summary>How bad an issue is (http://hl7.org/fhir/issue-severity).</summary>
public enum IssueSeverity
{
    Fatal,
    Error,
    Warning,
    Information,
}
