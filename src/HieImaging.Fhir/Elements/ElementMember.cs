namespace HieImaging.Fhir.Elements;

/// <summary>A JSON member that an element may have: <c>deceased[x]</c> has <c>deceasedBoolean</c> and <c>deceasedDateTime</c>.</summary>
/// <param name="Element">The element.</param>
/// <param name="Index">The element's place among the type's elements.</param>
/// <param name="Type">The member's type.</param>
/// <param name="IsPrimitive">Whether it may have a sibling with an underscore.</param>
/// <param name="Targets">For a Reference or a canonical: the resource types that it may refer to; empty: any.</param>
internal sealed record ElementMember(
    ElementDefinition Element, int Index, string Type, bool IsPrimitive, IReadOnlyList<string> Targets);
