using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;

namespace HieImaging.Dicom;

/// <summary>A unique identifier (PS3.5 9) with what PS3.6 Annex A knows of it.</summary>
public sealed partial record DicomUID(string UID)
{
    private static readonly Lazy<FrozenDictionary<string, Row>> Registry = new(Load);

    /// <summary>The name in PS3.6 Annex A, or the UID itself.</summary>
    public string Name => Registry.Value.TryGetValue(UID, out var row) ? row.Name : UID;

    /// <summary>The keyword in PS3.6 Annex A; empty when the UID is not of the standard.</summary>
    public string Keyword => Registry.Value.TryGetValue(UID, out var row) ? row.Keyword : "";

    /// <summary>What it names: <c>SOP Class</c>, <c>Transfer Syntax</c>, …; empty when the UID is not of the standard.</summary>
    public string Kind => Registry.Value.TryGetValue(UID, out var row) ? row.Kind : "";

    /// <summary>A new UID of the root 2.25 and a random UUID (PS3.5 B.2).</summary>
    public static DicomUID New() => Of(Guid.NewGuid());

    /// <summary>The UID of the root 2.25 that stands for this UUID (PS3.5 B.2).</summary>
    public static DicomUID Of(Guid uuid) =>
        new("2.25."
            + new BigInteger(uuid.ToByteArray(bigEndian: true), isUnsigned: true, isBigEndian: true)
                .ToString(CultureInfo.InvariantCulture));

    /// <summary>True for 1 to 64 characters of dotted numbers without leading zeros (PS3.5 9.1).</summary>
    public static bool IsValid(string? text)
    {
        if (text is not { Length: > 0 and <= 64 } || text[^1] == '.')
            return false;
        for (var index = 0; index < text.Length; index++)
        {
            var start = index;
            while (index < text.Length && char.IsAsciiDigit(text[index]))
                index++;
            if (index == start || (text[start] == '0' && index - start > 1) || (index < text.Length && text[index] != '.'))
                return false;
        }
        return true;
    }

    public override string ToString() => UID;

    internal static IEnumerable<string> OfKind(string kind) => Registry.Value.Where(row => row.Value.Kind == kind).Select(row => row.Key);

    private static FrozenDictionary<string, Row> Load()
    {
        using var stream = typeof(DicomUID).Assembly.GetManifestResourceStream("uids.tsv")!;
        using var reader = new StreamReader(stream);
        var rows = new Dictionary<string, Row>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#' && line.Split('\t') is [var uid, var keyword, var kind, var name, ..])
                rows[uid] = new Row(keyword, kind, name);
        }
        return rows.ToFrozenDictionary();
    }

    private sealed record Row(string Keyword, string Kind, string Name);
}
