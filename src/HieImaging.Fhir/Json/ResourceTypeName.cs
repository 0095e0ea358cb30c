using System.Text.Json;

namespace HieImaging.Fhir.Json;

/// <summary>The resource type of a text that may be broken further on: places in it are told from there.</summary>
internal static class ResourceTypeName
{
    /// <summary>The first <c>resourceType</c> of the outermost object, where it is a plain word; else null.</summary>
    internal static string? In(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = FhirJson.DeepestNesting + 1 });
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("resourceType"u8))
                    return reader.Read()
                        && reader.TokenType == JsonTokenType.String
                        && !reader.ValueIsEscaped
                        && Word(reader.GetString()!) is { } word
                            ? word
                            : null;
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // No JSON further on, or half a surrogate pair in a name: the place is told without the type.
        }
        return null;
    }

    private static string? Word(string text) => text.Length is > 0 and <= 64 && text.All(char.IsAsciiLetter) ? text : null;
}
