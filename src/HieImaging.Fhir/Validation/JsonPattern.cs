using System.Text.Json;

namespace HieImaging.Fhir.Validation;

/// <summary><c>pattern[x]</c>: all that the pattern holds is in the value, at any place of an array; the value may hold more (R4,
/// ElementDefinition.pattern[x]).</summary>
internal static class JsonPattern
{
    internal static bool Matches(JsonElement value, JsonElement pattern) => pattern.ValueKind switch
    {
        JsonValueKind.Object => value.ValueKind == JsonValueKind.Object && pattern.EnumerateObject().All(one =>
            value.TryGetProperty(one.Name, out var member) && Matches(member, one.Value)),
        JsonValueKind.Array => value.ValueKind == JsonValueKind.Array && pattern.EnumerateArray().All(one =>
            value.EnumerateArray().Any(item => Matches(item, one))),
        _ => JsonElement.DeepEquals(value, pattern),
    };
}
