using HieImaging.Fhir.Outcomes;

namespace HieImaging.Fhir.Validation;

/// <summary>Issues in the order in which they were found: at most 50 errors, and at most 50 that are less.</summary>
internal sealed class IssueList
{
    private const int Most = 50;

    private readonly List<FhirIssue> _issues = [];
    private int _errors;

    internal IReadOnlyList<FhirIssue> Issues => _issues;

    internal int Errors => _errors;

    /// <summary>Nothing more is worth looking for.</summary>
    internal bool IsFull => _errors >= Most;

    internal void Add(FhirIssue issue)
    {
        var bad = issue.Severity is IssueSeverity.Error or IssueSeverity.Fatal;
        if ((bad ? _errors : _issues.Count - _errors) >= Most)
            return;
        _issues.Add(issue);
        if (bad)
            _errors++;
    }
}
