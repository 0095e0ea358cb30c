using System.Text.Json;

namespace HieImaging.Fhir.FhirPath;

/// <summary>When items are equal (FHIRPath N1, 6.1.1): values by their System type, elements by all that stands in them.</summary>
internal static class PathEquality
{
    /// <summary>Items of a set: those are one that are surely equal.</summary>
    internal static readonly IEqualityComparer<FhirNode> Comparer = new ItemComparer();

    /// <summary>True, False, or Empty where precision or units leave it open.</summary>
    internal static PathTruth Equal(in FhirNode one, in FhirNode other)
    {
        var kind = one.Kind;
        var otherKind = other.Kind;
        return (kind, otherKind) switch
        {
            (PathKind.String, PathKind.String) => Of(SameText(one, other)),
            (PathKind.Boolean, PathKind.Boolean) => Of(one.AsBoolean == other.AsBoolean),
            (PathKind.Integer or PathKind.Decimal, PathKind.Integer or PathKind.Decimal) =>
                Of(one.TryNumber(out var number) && other.TryNumber(out var otherNumber)
                    ? number == otherNumber
                    : one.System is null && other.System is null && JsonElement.DeepEquals(one.Json, other.Json)),
            (PathKind.Date, PathKind.Date) =>
                one.AsDate is { } date && other.AsDate is { } otherDate ? Of(date.Compare(otherDate)) : PathTruth.False,
            (PathKind.Time, PathKind.Time) =>
                one.AsTime is { } time && other.AsTime is { } otherTime ? Of(time.Compare(otherTime)) : PathTruth.False,
            (PathKind.Quantity, PathKind.Quantity) when one.AsQuantity is { } quantity && other.AsQuantity is { } otherQuantity =>
                Of(quantity.Compare(otherQuantity)),
            (PathKind.TypeSpecifier, PathKind.TypeSpecifier) => Of(Equals(one.System, other.System)),
            _ => Of(kind == otherKind && one.System is null && other.System is null && SameElement(one, other)),
        };
    }

    /// <summary>Whether two collections are the same items in the same order; Empty where one has none.</summary>
    internal static PathTruth Equal(ReadOnlySpan<FhirNode> left, ReadOnlySpan<FhirNode> right)
    {
        if (left.IsEmpty || right.IsEmpty)
            return PathTruth.Empty;
        if (left.Length != right.Length)
            return PathTruth.False;
        var truth = PathTruth.True;
        for (var index = 0; index < left.Length; index++)
        {
            switch (Equal(left[index], right[index]))
            {
                case PathTruth.False:
                    return PathTruth.False;
                case PathTruth.Empty:
                    truth = PathTruth.Empty;
                    break;
            }
        }
        return truth;
    }

    private static PathTruth Of(bool equal) => equal ? PathTruth.True : PathTruth.False;

    private static PathTruth Of(int? order) => order is { } known ? Of(known == 0) : PathTruth.Empty;

    private static bool SameText(in FhirNode one, in FhirNode other) => (one.System, other.System) switch
    {
        (string text, string otherText) => text == otherText,
        (string text, _) => other.Json.ValueEquals(text),
        (_, string text) => one.Json.ValueEquals(text),
        _ => one.Json.ValueEquals(other.Json.GetString()),
    };

    private static bool SameElement(in FhirNode one, in FhirNode other) =>
        Same(one.Json, other.Json) && (one.Json.ValueKind != JsonValueKind.Undefined || Same(one.Sibling, other.Sibling));

    private static bool Same(JsonElement one, JsonElement other) =>
        one.ValueKind == JsonValueKind.Undefined || other.ValueKind == JsonValueKind.Undefined
            ? one.ValueKind == other.ValueKind
            : JsonElement.DeepEquals(one, other);

    private sealed class ItemComparer : IEqualityComparer<FhirNode>
    {
        public bool Equals(FhirNode one, FhirNode other) => Equal(one, other) == PathTruth.True;

        public int GetHashCode(FhirNode item) => item.Kind switch
        {
            PathKind.String => item.AsText.GetHashCode(StringComparison.Ordinal),
            PathKind.Boolean => item.AsBoolean ? 1 : 2,
            PathKind.Integer or PathKind.Decimal => item.TryNumber(out var number) ? number.GetHashCode() : 3,
            PathKind.Date => item.AsDate?.GetHashCode() ?? 4,
            PathKind.Time => item.AsTime?.GetHashCode() ?? 5,
            PathKind.Quantity when item.AsQuantity is { } quantity => quantity.GetHashCode(),
            PathKind.TypeSpecifier => item.System!.GetHashCode(),
            _ => HashOf(item.Json.ValueKind == JsonValueKind.Undefined ? item.Sibling : item.Json),
        };

        /// <summary>The same for all orders of an object's members, as equality has it.</summary>
        private static int HashOf(JsonElement value)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    var sum = 0;
                    foreach (var property in value.EnumerateObject())
                        sum += HashCode.Combine(property.Name.GetHashCode(StringComparison.Ordinal), HashOf(property.Value));
                    return sum;
                case JsonValueKind.Array:
                    var list = default(HashCode);
                    foreach (var item in value.EnumerateArray())
                        list.Add(HashOf(item));
                    return list.ToHashCode();
                case JsonValueKind.String:
                    return value.GetString()!.GetHashCode(StringComparison.Ordinal);
                case JsonValueKind.Number:
                    return value.GetDouble().GetHashCode();
                default:
                    return (int)value.ValueKind;
            }
        }
    }
}
