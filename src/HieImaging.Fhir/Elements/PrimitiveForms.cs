using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HieImaging.Fhir.Elements;

/// <summary>The forms of R4's primitive types (2.24.0.1).</summary>
internal static partial class PrimitiveForms
{
    private const int LongestString = 1024 * 1024;

    /// <summary>Whether the JSON value has the type's JSON kind.</summary>
    internal static bool IsKind(string type, JsonValueKind kind) => type switch
    {
        "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
        "integer" or "positiveInt" or "unsignedInt" or "decimal" => kind is JsonValueKind.Number,
        _ => kind is JsonValueKind.String,
    };

    /// <summary>Whether a value of the right kind has the type's form.</summary>
    internal static bool IsForm(string type, JsonElement value) => type switch
    {
        "boolean" => true,
        "integer" => IsInteger(value, int.MinValue),
        "unsignedInt" => IsInteger(value, 0),
        "positiveInt" => IsInteger(value, 1),
        "decimal" => value.GetRawText() is { Length: <= 64 } && value.TryGetDouble(out var number) && double.IsFinite(number),
        _ => IsText(type, value.GetString()!),
    };

    private static bool IsText(string type, string text) => text.Length is > 0 and <= LongestString && type switch
    {
        "code" => IsCode(text) && IsUidWhereItSaysSo(text),
        "id" => text.Length <= 64 && text.All(IsIdCharacter),
        "uri" or "url" or "canonical" => !text.Any(char.IsWhiteSpace) && IsUidWhereItSaysSo(text),
        "oid" => text.StartsWith("urn:oid:", StringComparison.Ordinal) && IsUidWhereItSaysSo(text),
        "uuid" => text.StartsWith("urn:uuid:", StringComparison.Ordinal) && Guid.TryParseExact(text.AsSpan(9), "D", out _),
        "date" => Date().Match(text) is { Success: true } match && IsDay(match),
        "dateTime" => DateTime().Match(text) is { Success: true } match && IsDay(match),
        "instant" => Instant().Match(text) is { Success: true } match && IsDay(match),
        "time" => Time().IsMatch(text),
        "base64Binary" => Base64.IsValid(text),
        "string" or "markdown" => text.Any(one => !char.IsWhiteSpace(one)),
        _ => true,
    };

    /// <summary>Two spellings of one UID would be two studies or two authorities: what begins with <c>urn:oid:</c> is one, without leading
    /// zeros (R4, 2.24.0.1). Unlike a DICOM UID it may be longer than 64 characters.</summary>
    internal static bool IsUidWhereItSaysSo(string text) =>
        !text.StartsWith("urn:oid:", StringComparison.Ordinal) || OidText().IsMatch(text);

    private static bool IsInteger(JsonElement value, int least) => value.TryGetInt32(out var number) && number >= least;

    private static bool IsIdCharacter(char one) => char.IsAsciiLetterOrDigit(one) || one is '-' or '.';

    private static bool IsCode(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsWhiteSpace(text[at]) && (at == 0 || at == text.Length - 1 || char.IsWhiteSpace(text[at - 1])))
                return false;
        }
        return true;
    }

    private static bool IsDay(Match match) =>
        !match.Groups["day"].Success
        || Number(match.Groups["day"])
            <= System.DateTime.DaysInMonth(Math.Max(1, Number(match.Groups["year"])), Number(match.Groups["month"]));

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    // There is no year 0, and PostgreSQL refuses to compare with one.
    private const string Year = "(?!0000)[0-9]{4}";
    private const string Day = $"(?<year>{Year})-(?<month>0[1-9]|1[0-2])-(?<day>0[1-9]|[12][0-9]|3[01])";
    private const string Clock = @"([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?";
    private const string Zone = @"(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))";
    private const RegexOptions Plain = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex($@"\A({Year}(-(0[1-9]|1[0-2]))?|{Day})\z", Plain)]
    private static partial Regex Date();

    [GeneratedRegex($@"\A({Year}(-(0[1-9]|1[0-2]))?|{Day}(T{Clock}{Zone})?)\z", Plain)]
    private static partial Regex DateTime();

    [GeneratedRegex($@"\A{Day}T{Clock}{Zone}\z", Plain)]
    private static partial Regex Instant();

    [GeneratedRegex(@"\Aurn:oid:[0-2](\.(0|[1-9][0-9]{0,38})){1,64}\z", Plain)]
    private static partial Regex OidText();

    [GeneratedRegex($@"\A{Clock}\z", Plain)]
    private static partial Regex Time();
}
