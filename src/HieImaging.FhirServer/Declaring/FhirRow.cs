namespace HieImaging.FhirServer.Declaring;

/// <summary>A resource in an answer, without its body.</summary>
/// <param name="Id">Its logical id.</param>
/// <param name="Version">Its <c>meta.versionId</c>.</param>
/// <param name="Named">The declared columns by name.</param>
public sealed record FhirRow(string Id, int Version, IReadOnlyDictionary<string, string?> Named)
{
    /// <summary>Its <c>meta.lastUpdated</c>.</summary>
    public DateTimeOffset LastUpdated { get; init; }

    /// <summary>The value of a declared column.</summary>
    /// <exception cref="KeyNotFoundException">The declaration does not list the column.</exception>
    public string? this[string column] => Named[column];
}
