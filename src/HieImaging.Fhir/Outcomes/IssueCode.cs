namespace HieImaging.Fhir.Outcomes;

/// <summary>The codes of http://hl7.org/fhir/issue-type that this exchange uses.</summary>
public static class IssueCode
{
    public const string Invalid = "invalid";
    public const string Structure = "structure";
    public const string Required = "required";
    public const string Value = "value";
    public const string Invariant = "invariant";
    public const string CodeInvalid = "code-invalid";
    public const string TooLong = "too-long";
    public const string NotSupported = "not-supported";
    public const string NotFound = "not-found";
    public const string Deleted = "deleted";
    public const string Duplicate = "duplicate";
    public const string MultipleMatches = "multiple-matches";
    public const string Conflict = "conflict";
    public const string BusinessRule = "business-rule";
    public const string TooCostly = "too-costly";
    public const string Incomplete = "incomplete";
    public const string Forbidden = "forbidden";
    public const string Login = "login";
    public const string Security = "security";
    public const string Throttled = "throttled";
    public const string Timeout = "timeout";
    public const string Transient = "transient";
    public const string Exception = "exception";
    public const string Informational = "informational";
}
