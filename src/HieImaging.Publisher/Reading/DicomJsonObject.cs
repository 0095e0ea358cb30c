using System.Globalization;
using System.Text;
using System.Text.Json;
using HieImaging.Dicom;

namespace HieImaging.Publisher.Reading;

/// <summary>One object of an archive's DICOM JSON (PS3.18 F.2), read leniently: what is absent, empty or of another kind is null.</summary>
internal readonly struct DicomJsonObject(JsonElement element)
{
    /// <summary>The first value as text; of a PN its groups joined by <c>=</c>.</summary>
    public string? Text(DicomTag tag)
    {
        if (First(tag) is not { } value)
            return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.Object => Name(value),
            _ => null,
        };
        text = text?.Trim(' ', '\0');
        return string.IsNullOrEmpty(text) ? null : text;
    }

    public int? Number(DicomTag tag) =>
        int.TryParse(Text(tag), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public DicomDateTime? Moment(DicomTag date, DicomTag time)
    {
        // The parsers of dates and times are those of data sets.
        var read = new DicomDataset();
        foreach (var tag in (DicomTag[])[date, time, DicomTag.TimezoneOffsetFromUTC])
        {
            if (Text(tag) is { Length: <= 26 } text && text.All(char.IsAscii))
                read.AddOrUpdate(tag, text);
        }
        return read.GetDateTime(date, time);
    }

    public DateOnly? Date(DicomTag tag) => Moment(tag, DicomTag.Time)?.Date;

    public IEnumerable<DicomJsonObject> Items(DicomTag tag)
    {
        foreach (var value in Values(tag))
        {
            if (value.ValueKind == JsonValueKind.Object)
                yield return new DicomJsonObject(value);
        }
    }

    private JsonElement? First(DicomTag tag)
    {
        foreach (var value in Values(tag))
            return value.ValueKind == JsonValueKind.Null ? null : value;
        return null;
    }

    private JsonElement.ArrayEnumerator Values(DicomTag tag) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(tag.Hex, out var attribute)
        && attribute.ValueKind == JsonValueKind.Object
        && attribute.TryGetProperty("Value", out var values)
        && values.ValueKind == JsonValueKind.Array
            ? values.EnumerateArray()
            : default;

    private static string? Name(JsonElement value)
    {
        var groups = new StringBuilder();
        foreach (var group in (string[])["Alphabetic", "Ideographic", "Phonetic"])
            groups
                .Append(value.TryGetProperty(group, out var text) && text.ValueKind == JsonValueKind.String
                    ? text.GetString()
                    : "")
                .Append('=');
        return groups.ToString().TrimEnd('=');
    }
}
