namespace HieImaging.Xds.Metadata;

/// <summary>A code of a coding scheme, with what it means (TF-3 4.2.3.1.2).</summary>
public sealed record Code(string Value, string? Scheme, string? Display);
