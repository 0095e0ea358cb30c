using System.Globalization;
using System.Text.Json;

namespace HieImaging.Fhir.FhirPath;

/// <summary>An item of a collection: an element of a resource (its JSON value, its sibling with the underscore, its type) or a value of
/// FHIRPath's System types.</summary>
internal readonly struct FhirNode
{
    private FhirNode(JsonElement json, JsonElement sibling, NodeType? type, object? system)
    {
        Json = json;
        Sibling = sibling;
        Type = type;
        System = system;
    }

    /// <summary>Undefined for a System value and for a primitive that has only a sibling.</summary>
    internal JsonElement Json { get; }

    /// <summary>The object of <c>_name</c>; undefined where there is none.</summary>
    internal JsonElement Sibling { get; }

    /// <summary>The type of the element; null for a System value and a resource of no known type.</summary>
    internal NodeType? Type { get; }

    /// <summary>A bool, long, decimal, string, <see cref="PathDate"/>, <see cref="PathTime"/>, <see cref="PathQuantity"/> or
    /// <see cref="TypeSpecifier"/>; null for an element.</summary>
    internal object? System { get; }

    /// <summary>An element. Its type is not <c>Resource</c>: that is <see cref="Resource"/>.</summary>
    internal static FhirNode Of(JsonElement value, JsonElement sibling, NodeType type) => new(value, sibling, type, null);

    /// <summary>A resource of the type that its <c>resourceType</c> names.</summary>
    internal static FhirNode Resource(JsonElement resource) => new(
        resource,
        default,
        resource.ValueKind == JsonValueKind.Object
            && resource.TryGetProperty("resourceType"u8, out var name)
            && name.ValueKind == JsonValueKind.String
                ? NodeType.FindResource(name)
                : null,
        null);

    internal static FhirNode Of(bool value) => new(default, default, null, value ? True : False);

    internal static FhirNode Of(string value) => new(default, default, null, value);

    internal static FhirNode Of(long value) =>
        new(default, default, null, (ulong)(value + 1) < (ulong)Small.Length ? Small[value + 1] : value);

    internal static FhirNode Of(decimal value) => new(default, default, null, value);

    internal static FhirNode Of(PathDate value) => new(default, default, null, value);

    internal static FhirNode Of(PathTime value) => new(default, default, null, value);

    internal static FhirNode Of(PathQuantity value) => new(default, default, null, value);

    internal static FhirNode Of(TypeSpecifier value) => new(default, default, null, value);

    private static readonly object True = true;
    private static readonly object False = false;
    private static readonly object[] Small = [.. Enumerable.Range(-1, 257).Select(value => (object)(long)value)];

    /// <summary>A primitive that has a value, as FHIR's <c>hasValue()</c> means it.</summary>
    internal bool HasValue => Type is { IsPrimitive: true } && IsValue(Json.ValueKind);

    /// <summary>What it is to the operators.</summary>
    internal PathKind Kind => System switch
    {
        null => Type is { } type && Fits(type.Kind, Json.ValueKind) ? type.Kind : PathKind.None,
        string => PathKind.String,
        bool => PathKind.Boolean,
        long => PathKind.Integer,
        decimal => PathKind.Decimal,
        PathDate => PathKind.Date,
        PathTime => PathKind.Time,
        PathQuantity => PathKind.Quantity,
        _ => PathKind.TypeSpecifier,
    };

    /// <summary>The value of a boolean.</summary>
    internal bool AsBoolean => System is bool value ? value : Json.ValueKind == JsonValueKind.True;

    /// <summary>The text of a string, or of anything that is written as one; empty where there is no value.</summary>
    internal string AsText => System switch
    {
        string text => text,
        bool value => value ? "true" : "false",
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        { } other => other.ToString()!,
        null => Json.ValueKind switch
        {
            JsonValueKind.Undefined => "",
            JsonValueKind.String => Json.GetString()!,
            _ => Json.GetRawText(),
        },
    };

    /// <summary>The number; false where it is none or larger than a decimal keeps.</summary>
    internal bool TryNumber(out decimal number)
    {
        number = System switch
        {
            long value => value,
            decimal value => value,
            _ => 0,
        };
        return System is long or decimal || (Json.ValueKind == JsonValueKind.Number && Json.TryGetDecimal(out number));
    }

    /// <summary>The date or date-time; null where the text is none.</summary>
    internal PathDate? AsDate => System as PathDate ?? (Json.ValueKind == JsonValueKind.String ? PathDate.Read(Json.GetString()) : null);

    /// <summary>The time of day; null where the text is none.</summary>
    internal PathTime? AsTime => System as PathTime ?? (Json.ValueKind == JsonValueKind.String ? PathTime.Read(Json.GetString()) : null);

    /// <summary>The quantity; null where the element has no value or a comparator.</summary>
    internal PathQuantity? AsQuantity => System as PathQuantity ?? (System is null ? PathQuantity.Of(Json) : null);

    private static bool Fits(PathKind kind, JsonValueKind json) => kind switch
    {
        PathKind.Boolean => json is JsonValueKind.True or JsonValueKind.False,
        PathKind.Integer or PathKind.Decimal => json is JsonValueKind.Number,
        PathKind.Quantity => json is JsonValueKind.Object,
        _ => json is JsonValueKind.String,
    };

    private static bool IsValue(JsonValueKind kind) =>
        kind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;
}
