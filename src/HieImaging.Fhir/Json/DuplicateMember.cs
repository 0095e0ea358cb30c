using System.Globalization;
using System.Text;
using System.Text.Json;
using HieImaging.Fhir.Outcomes;

namespace HieImaging.Fhir.Json;

/// <summary>Finds the member that stands twice in a text that has one: which of the two counts differs from parser to parser, so neither
/// does.</summary>
internal static class DuplicateMember
{
    private const int LongestName = 64;

    internal static FhirIssue Find(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = FhirJson.DeepestNesting });
        // One path for the whole walk: a path an item would be kilobytes for each of millions.
        var path = new StringBuilder(ResourceTypeName.In(utf8.Span));
        var place = IsIn(document.RootElement, path) ? path.ToString().TrimStart('.') : null;
        return FhirIssue.Error(IssueCode.Structure, "A member stands twice in one object.", place);
    }

    /// <summary>Whether there is one; then the path is its place.</summary>
    private static bool IsIn(JsonElement value, StringBuilder path) => value.ValueKind switch
    {
        JsonValueKind.Object => IsInObject(value, path),
        JsonValueKind.Array => IsInArray(value, path),
        _ => false,
    };

    private static bool IsInArray(JsonElement value, StringBuilder path)
    {
        var (start, index) = (path.Length, 0);
        foreach (var item in value.EnumerateArray())
        {
            path.Append(CultureInfo.InvariantCulture, $"[{index++}]");
            if (IsIn(item, path))
                return true;
            path.Length = start;
        }
        return false;
    }

    private static bool IsInObject(JsonElement value, StringBuilder path)
    {
        var start = path.Length;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var name = property.Name;
            if (name.Length <= LongestName && name.All(char.IsAsciiLetterOrDigit))
                path.Append('.').Append(name);
            if (!names.Add(name) || IsIn(property.Value, path))
                return true;
            path.Length = start;
        }
        return false;
    }
}
