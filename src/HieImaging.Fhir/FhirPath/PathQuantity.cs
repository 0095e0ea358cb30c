using System.Globalization;
using System.Text.Json;

namespace HieImaging.Fhir.FhirPath;

/// <summary>A number with a unit.</summary>
/// <param name="Value">The number.</param>
/// <param name="Unit">A UCUM code, a calendar word (<c>years</c>), or the unit as written where there is no code.</param>
/// <param name="System">The code's system where it is not UCUM; null for UCUM, a calendar word and none.</param>
internal sealed record PathQuantity(decimal Value, string Unit, string? System = null)
{
    private const string Ucum = "http://unitsofmeasure.org";

    /// <summary>Of FHIR's Quantity; null where it has no value that a decimal keeps, or a comparator.</summary>
    internal static PathQuantity? Of(JsonElement quantity)
    {
        if (quantity.ValueKind != JsonValueKind.Object
            || quantity.TryGetProperty("comparator"u8, out _)
            || !quantity.TryGetProperty("value"u8, out var value)
            || value.ValueKind != JsonValueKind.Number
            || !value.TryGetDecimal(out var number))
            return null;
        var system = Text(quantity, "system"u8);
        return new(number, Text(quantity, "code"u8) ?? Text(quantity, "unit"u8) ?? "1", system == Ucum ? null : system);
    }

    /// <summary>Less than, equal to or greater than zero; null where the units have no common measure.</summary>
    internal int? Compare(PathQuantity other)
    {
        if (System != other.System)
            return null;
        var (one, factor) = PathUnit.Canonical(Unit);
        var (two, otherFactor) = PathUnit.Canonical(other.Unit);
        if (one != two)
            return null;
        try
        {
            return (Value * factor).CompareTo(other.Value * otherFactor);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>The same for quantities that are equal.</summary>
    public override int GetHashCode()
    {
        var (name, factor) = PathUnit.Canonical(Unit);
        return HashCode.Combine(name, Math.Abs(Value) < 1_000_000_000_000m ? Value * factor : 0);
    }

    public override string ToString() => PathUnit.Calendar(Unit) is not null && Unit.Length > 3
        ? string.Create(CultureInfo.InvariantCulture, $"{Value} {Unit}")
        : string.Create(CultureInfo.InvariantCulture, $"{Value} '{Unit}'");

    private static string? Text(JsonElement quantity, ReadOnlySpan<byte> name) =>
        quantity.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}
