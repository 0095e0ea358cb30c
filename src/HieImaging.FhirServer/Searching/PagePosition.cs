namespace HieImaging.FhirServer.Searching;

/// <summary>Where the next page begins: behind the resource with these sort values and this id.</summary>
internal sealed record PagePosition(IReadOnlyList<string> SortedBy, string Id);
