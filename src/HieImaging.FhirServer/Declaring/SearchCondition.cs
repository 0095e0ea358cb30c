using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;

namespace HieImaging.FhirServer.Declaring;

/// <summary>What a search term comes to in SQL.</summary>
public abstract record SearchCondition
{
    private SearchCondition() { }

    /// <summary>A boolean expression over the declaration's alias.</summary>
    public sealed record Where(SqlFragment Sql) : SearchCondition;

    /// <summary>The term cannot be answered: 400.</summary>
    public sealed record Refused(FhirIssue Issue) : SearchCondition;

    /// <summary>Nothing can match.</summary>
    public static SearchCondition Nothing { get; } = new Where(SqlFragment.Raw("false"));
}
