namespace HieImaging.Xds.Metadata;

/// <summary>A named list of values (ebRIM Slot); in the records below, one that the Technical Framework does not name.</summary>
public sealed record Slot(string Name, IReadOnlyList<string> Values);
