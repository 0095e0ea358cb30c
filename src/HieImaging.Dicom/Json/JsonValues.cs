using System.Globalization;
using System.Text;
using System.Text.Json;

namespace HieImaging.Dicom.Json;

/// <summary>Single values of the JSON model (PS3.18 F.2.3 to F.2.5).</summary>
internal static class JsonValues
{
    /// <summary>A value as DICOM text: strings, numbers as they stand, a person name's groups, nothing for null.</summary>
    public static string Text(ref Utf8JsonReader reader, DicomTag tag) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        JsonTokenType.Null => "",
        JsonTokenType.StartObject => Name(ref reader, tag),
        _ => throw Bad(ref reader, tag),
    };

    /// <summary>An element of numbers or tags; null when one of them does not fit its VR.</summary>
    public static DicomElement? Numbers(DicomTag tag, DicomVR vr, IReadOnlyList<string> values)
    {
        if (values is [""])
            values = []; // PS3.18 F.2.5: no value
        var set = new DicomDataset(new DicomElement(tag, vr, ReadOnlyMemory<byte>.Empty));
        try
        {
            if (vr == DicomVR.AT)
                set.AddOrUpdate(tag, values.Select(DicomTag.Parse).ToArray());
            else if (vr == DicomVR.UV)
                return Whole(tag, vr, values
                    .Select(value => ulong.Parse(value, CultureInfo.InvariantCulture))
                    .SelectMany(BitConverter.GetBytes));
            else if (vr == DicomVR.SV)
                return Whole(tag, vr, values
                    .Select(value => long.Parse(value, CultureInfo.InvariantCulture))
                    .SelectMany(BitConverter.GetBytes));
            else if (vr == DicomVR.FL || vr == DicomVR.FD)
                set.AddOrUpdate(tag, values.Select(Number).ToArray());
            else
                set.AddOrUpdate(tag, values.Select(Finite).ToArray());
        }
        catch (Exception unfit) when (unfit is FormatException or OverflowException)
        {
            return null;
        }
        return (DicomElement?)set.Find(tag);
    }

    /// <summary>Writes a number without losing digits: as it stands where JSON can say it, else as a string.</summary>
    public static void WriteNumber(Utf8JsonWriter writer, string text)
    {
        if (IsJsonNumber(text))
            writer.WriteRawValue(text, skipInputValidation: true);
        else if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            writer.WriteNumberValue(value);
        else
            writer.WriteStringValue(text);
    }

    // JSON has no number for what is not finite, and PS3.18 no word: these are the words of the field, null one of them.
    private static double Number(string text) => text switch
    {
        "NaN" or "nan" or "" => double.NaN,
        "Infinity" or "+Infinity" or "inf" or "+inf" => double.PositiveInfinity,
        "-Infinity" or "-inf" => double.NegativeInfinity,
        _ => Finite(text),
    };

    private static double Finite(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static DicomElement Whole(DicomTag tag, DicomVR vr, IEnumerable<byte> bytes) => new(tag, vr, bytes.ToArray());

    private static string Name(ref Utf8JsonReader reader, DicomTag tag)
    {
        var groups = new string[] { "", "", "" };
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var group = reader.ValueTextEquals("Alphabetic") ? 0
                : reader.ValueTextEquals("Ideographic") ? 1
                : reader.ValueTextEquals("Phonetic") ? 2
                : -1;
            reader.Read();
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null))
                throw Bad(ref reader, tag);
            if (group >= 0)
                groups[group] = reader.GetString() ?? "";
        }
        return string.Join('=', groups).TrimEnd('=');
    }

    // RFC 8259 6: -? (0 | [1-9] digits) (. digits)? (e sign? digits)?
    private static bool IsJsonNumber(string text)
    {
        var at = text.StartsWith('-') ? 1 : 0;
        var whole = Digits(text, ref at);
        if (whole == 0 || (whole > 1 && text[at - whole] == '0'))
            return false;
        if (at < text.Length && text[at] == '.')
        {
            at++;
            if (Digits(text, ref at) == 0)
                return false;
        }
        var hasExponent = at < text.Length && text[at] is 'e' or 'E';
        if (hasExponent)
        {
            at++;
            if (at < text.Length && text[at] is '+' or '-')
                at++;
            if (Digits(text, ref at) is 0 or > 3)
                return false;
        }
        // A number beyond a double would be another one to the reader.
        return at == text.Length && (!hasExponent || double.IsFinite(double.Parse(text, CultureInfo.InvariantCulture)));
    }

    private static int Digits(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return at - start;
    }

    private static DicomFormatException Bad(ref Utf8JsonReader reader, DicomTag tag) =>
        new(DicomFormatReason.BadJson, tag, reader.BytesConsumed, "A value of the wrong JSON type.");
}
