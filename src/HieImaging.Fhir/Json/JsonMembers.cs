using System.Text.Json;

namespace HieImaging.Fhir.Json;

/// <summary>What a resource says under a name; what is absent, or of another kind, is nothing. For <c>using static</c>.</summary>
public static class JsonMembers
{
    /// <summary>A string; null: none.</summary>
    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;

    /// <summary>The items of a list; none where it is no list.</summary>
    public static JsonElement.ArrayEnumerator Items(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray() : default;

    /// <summary>The strings of a list.</summary>
    public static IReadOnlyList<string> Texts(JsonElement element, string name) =>
        [.. Items(element, name).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];
}
