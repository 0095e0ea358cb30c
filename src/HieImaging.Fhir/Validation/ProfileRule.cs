using System.Text.Json;

namespace HieImaging.Fhir.Validation;

/// <summary>What a profile says of one element or of one slice of it: an ElementDefinition, and under it the rules on its
/// children.</summary>
internal sealed class ProfileRule(string name)
{
    /// <summary>As in the path: <c>identifier</c>, <c>value[x]</c>, <c>valueQuantity</c>.</summary>
    internal string Name { get; } = name;

    /// <summary>The slice's name; null for the element itself.</summary>
    internal string? Slice { get; init; }

    internal int Min { get; set; }

    /// <summary>Null: as the base has it.</summary>
    internal int? Max { get; set; }

    /// <summary>The types left of a choice, with the profiles and targets that they must have; empty: as the base has it.</summary>
    internal IReadOnlyList<ProfileType> Types { get; set; } = [];

    /// <summary>Exactly this value (<c>fixed[x]</c>).</summary>
    internal JsonElement? Fixed { get; set; }

    /// <summary>At least what this value holds (<c>pattern[x]</c>).</summary>
    internal JsonElement? Pattern { get; set; }

    internal int? MaxLength { get; set; }

    /// <summary>The value set of a required binding.</summary>
    internal string? ValueSet { get; set; }

    internal IReadOnlyList<Invariant> Invariants { get; set; } = [];

    internal Slicing? Slicing { get; set; }

    /// <summary>The slices, in the profile's order.</summary>
    internal List<ProfileRule> Slices { get; } = [];

    internal List<ProfileRule> Children { get; } = [];

    /// <summary>The same rules, to be narrowed by a derived profile.</summary>
    internal ProfileRule Copy()
    {
        var copy = new ProfileRule(Name)
        {
            Slice = Slice, Min = Min, Max = Max, Types = Types, Fixed = Fixed, Pattern = Pattern, MaxLength = MaxLength,
            ValueSet = ValueSet, Invariants = Invariants, Slicing = Slicing,
        };
        copy.Slices.AddRange(Slices.Select(one => one.Copy()));
        copy.Children.AddRange(Children.Select(one => one.Copy()));
        return copy;
    }
}
