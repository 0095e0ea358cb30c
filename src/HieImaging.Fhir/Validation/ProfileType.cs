namespace HieImaging.Fhir.Validation;

/// <summary>A type that a profile leaves to an element.</summary>
/// <param name="Code">The type.</param>
/// <param name="Profiles">Canonical URLs; the value conforms to one of them. Empty: no more than the type.</param>
/// <param name="Targets">For a Reference: resource types; empty: as the base has it.</param>
internal sealed record ProfileType(string Code, IReadOnlyList<string> Profiles, IReadOnlyList<string> Targets);
