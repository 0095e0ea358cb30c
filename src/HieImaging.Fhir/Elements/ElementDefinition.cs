namespace HieImaging.Fhir.Elements;

/// <summary>An element of a type, as the table has it.</summary>
/// <param name="Name">Its name; for a choice the stem without <c>[x]</c>.</param>
/// <param name="Required">At least one.</param>
/// <param name="Many">A JSON array.</param>
/// <param name="Types">Its types; more than one is a choice, with a member for each.</param>
/// <param name="Codes">The codes of its required binding, where they can be told.</param>
internal sealed record ElementDefinition(string Name, bool Required, bool Many, IReadOnlyList<TypeReference> Types, CodeSet? Codes);
