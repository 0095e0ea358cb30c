using System.Globalization;
using System.Text.Json;
using HieImaging.Fhir.Outcomes;

namespace HieImaging.Fhir.Json;

/// <summary>Finds the member that stands twice in a text that has one: which of the two counts differs from parser to parser, so neither
/// does.</summary>
internal static class DuplicateMember
{
    internal static FhirIssue Find(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = FhirJson.DeepestNesting });
        return FhirIssue.Error(
            IssueCode.Structure,
            "A member stands twice in one object.",
            Place(document.RootElement, ResourceTypeName.In(utf8.Span) ?? "")?.TrimStart('.'));
    }

    private static string? Place(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.Object => OfObject(value, path),
        JsonValueKind.Array => value.EnumerateArray()
            .Select((item, index) => Place(item, path + string.Create(CultureInfo.InvariantCulture, $"[{index}]")))
            .FirstOrDefault(place => place is not null),
        _ => null,
    };

    private static string? OfObject(JsonElement value, string path)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var place = property.Name.Length <= 64 && property.Name.All(char.IsAsciiLetterOrDigit) ? $"{path}.{property.Name}" : path;
            if (!names.Add(property.Name))
                return place;
            if (Place(property.Value, place) is { } inner)
                return inner;
        }
        return null;
    }
}
