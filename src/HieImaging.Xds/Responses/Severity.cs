namespace HieImaging.Xds.Responses;

/// <summary>
/// Whether an answer failed for it (TF-3 4.2.4.1): written as <c>urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:…</c>.
/// </summary>
public enum Severity
{
    Error,
    Warning,
}
