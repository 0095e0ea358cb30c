namespace HieImaging.Fhir.Validation;

/// <summary>What tells slices apart.</summary>
/// <param name="Type"><c>value</c>, <c>pattern</c>, <c>exists</c>, <c>type</c> or <c>profile</c>.</param>
/// <param name="Path">Where in the value: <c>system</c>, <c>type.coding.code</c>, <c>$this</c>, <c>extension('url').value</c>.</param>
internal sealed record Discriminator(string Type, string Path);
