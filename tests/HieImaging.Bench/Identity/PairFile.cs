using System.Text.Json;
using HieImaging.Identity.Matching;

namespace HieImaging.Bench.Identity;

/// <summary>A file of pairs: <c>[{ "id": …, "a": { "family": …, … }, "b": { … } }, …]</c>. Any field may be missing or null, one value may stand where a list is
/// expected, numbers may stand for text.</summary>
internal static class PairFile
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <exception cref="InvalidDataException">No JSON, or not of this shape.</exception>
    public static IReadOnlyList<(string Id, Demographics A, Demographics B)> Read(string json)
    {
        using var document = Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
            throw new InvalidDataException("The file is no JSON array of pairs.");
        return [.. document.RootElement.EnumerateArray().Select((pair, at) =>
        {
            if (pair.ValueKind != JsonValueKind.Object)
                throw new InvalidDataException($"Pair {at + 1} is no JSON object.");
            return (Text(pair, "id") ?? $"{at + 1}", Side(pair, "a", at), Side(pair, "b", at));
        })];
    }

    private static JsonDocument Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json.TrimStart('\uFEFF'), Lenient);
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"The file is no JSON: line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine}.", wrong);
        }
    }

    private static Demographics Side(JsonElement pair, string name, int at)
    {
        if (!pair.TryGetProperty(name, out var side) || side.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"Pair {at + 1} has no object '{name}'.");
        return new Demographics(
            Text(side, "family"), Texts(side, "given"), Text(side, "suffix"), Text(side, "birthDate"), Text(side, "gender"),
            Texts(side, "line") is { Count: > 0 } lines ? string.Join(", ", lines) : null, Text(side, "city"), Text(side, "state"), Text(side, "postalCode"),
            [.. Texts(side, "phone"), .. Texts(side, "phones")], [.. Identifiers(side)]);
    }

    private static IEnumerable<DemographicIdentifier> Identifiers(JsonElement side) =>
        from identifier in side.TryGetProperty("identifiers", out var all) ? Several(all) : []
        where identifier.ValueKind == JsonValueKind.Object
        let value = Text(identifier, "value")
        where value is not null
        select new DemographicIdentifier(Text(identifier, "system") ?? "", value, Text(identifier, "type"));

    private static string? Text(JsonElement side, string name) => Texts(side, name) is { Count: > 0 } texts ? string.Join(' ', texts) : null;

    private static List<string> Texts(JsonElement side, string name) =>
        [.. (side.TryGetProperty(name, out var value) ? Several(value) : []).Select(Plain).Where(text => !string.IsNullOrWhiteSpace(text))];

    private static List<JsonElement> Several(JsonElement value) => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];

    // An object where text is expected may be a coded value, whose code counts.
    private static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Trim(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        JsonValueKind.Object when value.TryGetProperty("code", out var code) => Plain(code),
        JsonValueKind.Object when value.TryGetProperty("coding", out var coding) => Several(coding).Select(Plain).FirstOrDefault() ?? "",
        JsonValueKind.Object when value.TryGetProperty("value", out var inner) => Plain(inner),
        _ => "",
    };
}
