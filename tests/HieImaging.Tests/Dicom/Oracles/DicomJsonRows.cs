using System.Globalization;
using System.Text.Json;

namespace HieImaging.Tests.Dicom.Oracles;

/// <summary>
/// What a document of the DICOM JSON model says, whoever wrote it, read without this library. Numbers are compared as numbers.
/// </summary>
internal static class DicomJsonRows
{
    public static List<OracleRow> Of(JsonElement dataset)
    {
        var rows = new List<OracleRow>();
        Walk(dataset, "", rows);
        return rows;
    }

    private static void Walk(JsonElement dataset, string path, List<OracleRow> rows)
    {
        foreach (var attribute in dataset.EnumerateObject())
        {
            var (at, vr) = (path + attribute.Name, attribute.Value.GetProperty("vr").GetString()!);
            if (attribute.Value.TryGetProperty("InlineBinary", out var binary))
            {
                rows.Add(new OracleRow(at, vr, OracleRow.Digest(binary.GetBytesFromBase64())));
                continue;
            }
            var values = attribute.Value.TryGetProperty("Value", out var array) ? array.EnumerateArray().ToList() : [];
            rows.Add(new OracleRow(
                at, vr, vr == "SQ" ? values.Count.ToString(CultureInfo.InvariantCulture) : string.Join('\\', values.Select(value => Text(vr, value)))));
            for (var index = 0; vr == "SQ" && index < values.Count; index++)
                Walk(values[index], $"{at}[{index}]/", rows);
        }
    }

    private static string Text(string vr, JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Object => Name(value),
            _ => value.GetRawText(),
        };
        return vr is "DS" or "IS" or "FL" or "FD" && double.TryParse(text, CultureInfo.InvariantCulture, out var number)
            ? (vr == "FL" ? (float)number : number).ToString("R", CultureInfo.InvariantCulture)
            : text;
    }

    private static string Name(JsonElement name)
    {
        string[] groups = ["Alphabetic", "Ideographic", "Phonetic"];
        return string.Join('=', groups.Select(group => name.TryGetProperty(group, out var text) ? text.GetString() : "")).TrimEnd('=');
    }
}
