using HieImaging.Fhir.Outcomes;

namespace HieImaging.Fhir.Json;

/// <summary>What reading a resource came to.</summary>
public abstract record FhirReading
{
    private FhirReading() { }

    /// <summary>The bytes are a structurally sound R4 resource.</summary>
    public sealed record Accepted(FhirResource Resource) : FhirReading;

    /// <summary>The bytes are refused; at most 50 issues, the first in reading order first.</summary>
    public sealed record Refused(IReadOnlyList<FhirIssue> Issues) : FhirReading
    {
        /// <summary>The bytes could be read as a resource of R4, and the issues are what is wrong with it; else they are no such thing at
        /// all.</summary>
        public bool IsVerdict { get; init; }

        /// <summary>The HTTP status for it: 413 for a body that is too long, else 400 (R4, 3.1.0.8.1: failed basic FHIR validation
        /// rules).</summary>
        public int Status => Issues[0].Code == IssueCode.TooLong ? 413 : 400;
    }
}
