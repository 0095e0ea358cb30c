namespace HieImaging.Fhir.FhirPath;

/// <summary>A word of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A name or string without its quotes and escapes, a literal without its @, a symbol as written.</param>
/// <param name="Position">Where it begins.</param>
internal readonly record struct PathToken(PathTokenKind Kind, string Text, int Position);
