using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using HieImaging.Fhir.Outcomes;

namespace HieImaging.Fhir.Json;

/// <summary>What makes a text no JSON that every parser and PostgreSQL read alike (RFC 8259, RFC 7493): found in one pass, each with its
/// place.</summary>
internal static class StrictText
{
    private const int LongestNumber = 64;

    /// <summary>The first thing that is wrong; null where nothing is. Duplicate members are not looked for here.</summary>
    internal static FhirIssue? Check(ReadOnlySpan<byte> utf8)
    {
        if (utf8 is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] or [0xEF, 0xBB, 0xBF, ..])
            return FhirIssue.Error(IssueCode.Structure, "The text begins with a byte order mark; FHIR JSON is UTF-8 without one.");
        if (!Utf8.IsValid(utf8))
            return FhirIssue.Error(IssueCode.Structure, "The text is not UTF-8.");
        var place = new StrictPlace();
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = FhirJson.DeepestNesting + 1 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
                    && reader.CurrentDepth >= FhirJson.DeepestNesting)
                    return FhirIssue.Error(IssueCode.Structure, "The JSON is nested deeper than 64 levels.");
                place.Moved(ref reader);
                if (Wrong(ref reader) is { } wrong)
                    return FhirIssue.Error(wrong.Code, wrong.Text, place.Expression(utf8));
            }
            return null;
        }
        catch (JsonException fault)
        {
            return FhirIssue.Error(
                IssueCode.Structure,
                $"The text is no JSON (line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}).");
        }
    }

    private static (string Code, string Text)? Wrong(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String or JsonTokenType.PropertyName when reader.ValueIsEscaped && !IsUnicode(ref reader) =>
            (IssueCode.Invalid, "A text holds half a surrogate pair or the character U+0000."),
        JsonTokenType.Number when reader.ValueSpan.Length > LongestNumber
            || !reader.TryGetDouble(out var number)
            || !double.IsFinite(number) =>
            (IssueCode.Value, "A number is longer or larger than can be kept."),
        _ => null,
    };

    private static bool IsUnicode(ref Utf8JsonReader reader)
    {
        try
        {
            return !reader.GetString()!.Contains('\0', StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
