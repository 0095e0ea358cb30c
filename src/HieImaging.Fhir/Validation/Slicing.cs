namespace HieImaging.Fhir.Validation;

/// <summary>How the values of an element are told apart (R4, 5.1.0.14).</summary>
/// <param name="Discriminators">All of them decide together; none: each slice by what it fixes.</param>
/// <param name="Ordered">The slices come in the profile's order.</param>
/// <param name="Rules"><c>open</c>, <c>closed</c> or <c>openAtEnd</c>.</param>
internal sealed record Slicing(IReadOnlyList<Discriminator> Discriminators, bool Ordered, string Rules)
{
    /// <summary>Extensions are always sliced by their url.</summary>
    internal static Slicing OfExtensions { get; } = new([new("value", "url")], Ordered: false, "open");

    /// <summary>The values of a choice, by their type.</summary>
    internal static Slicing OfTypes { get; } = new([new("type", "$this")], Ordered: false, "open");
}
