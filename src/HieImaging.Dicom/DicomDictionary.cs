using System.Collections.Frozen;
using System.Globalization;

namespace HieImaging.Dicom;

/// <summary>
/// One row of the data dictionary (PS3.6). Where the standard leaves a choice of VR, all of them are listed, the usual one first.
/// </summary>
public sealed record DicomDictionaryEntry(DicomTag Tag, IReadOnlyList<DicomVR> VRs, string VM, string Keyword, string Name, bool IsRetired)
{
    /// <summary>The VR that implicit VR data sets are read with.</summary>
    public DicomVR VR => VRs[0];
}

/// <summary>The registry of data elements, read once from the table <c>dictionary.tsv</c> beside this file.</summary>
public static class DicomDictionary
{
    private static readonly Lazy<Table> Rows = new(Table.Load);

    /// <summary>All rows without repeating groups.</summary>
    public static IReadOnlyCollection<DicomDictionaryEntry> Entries => Rows.Value.ByTag.Values;

    /// <summary>The row of a tag, also of a repeating group such as (60xx,3000); null for private and unknown ones.</summary>
    public static DicomDictionaryEntry? Find(DicomTag tag) => Rows.Value.Find(tag);

    /// <summary>The row of a keyword (PS3.6), spelled exactly.</summary>
    public static DicomDictionaryEntry? Find(string keyword) => Rows.Value.ByKeyword.GetValueOrDefault(keyword);

    /// <summary>
    /// The VR of a tag where the data set does not say it: the dictionary's, UL for group lengths, LO for private creators, else UN.
    /// </summary>
    public static DicomVR VROf(DicomTag tag)
    {
        if (tag.IsGroupLength)
            return DicomVR.UL;
        if (tag.IsPrivate)
            return tag.IsPrivateCreator ? DicomVR.LO : DicomVR.UN;
        return Find(tag)?.VR ?? DicomVR.UN;
    }

    private sealed record Table(
        FrozenDictionary<uint, DicomDictionaryEntry> ByTag,
        FrozenDictionary<string, DicomDictionaryEntry> ByKeyword,
        IReadOnlyList<(uint Mask, uint Value, DicomDictionaryEntry Entry)> Repeating)
    {
        public DicomDictionaryEntry? Find(DicomTag tag)
        {
            if (ByTag.TryGetValue(tag.Value, out var entry))
                return entry;
            if (tag.IsPrivate)
                return null;
            foreach (var (mask, value, row) in Repeating)
            {
                if ((tag.Value & mask) == value)
                    return row with { Tag = tag };
            }
            return null;
        }

        public static Table Load()
        {
            var byTag = new Dictionary<uint, DicomDictionaryEntry>(5000);
            var repeating = new List<(uint, uint, DicomDictionaryEntry)>();
            using var stream = typeof(DicomDictionary).Assembly.GetManifestResourceStream("dictionary.tsv")!;
            using var reader = new StreamReader(stream);
            while (reader.ReadLine() is { } line)
            {
                if (line.Length == 0 || line[0] == '#')
                    continue;
                var cells = line.Split('\t');
                var vrs = cells[1].Split('/').Select(code => DicomVR.TryParse(code, out var vr) ? vr : DicomVR.UN).ToArray();
                var value = Convert.ToUInt32(cells[0].Replace('x', '0'), 16);
                var row = new DicomDictionaryEntry(new DicomTag(value), vrs, cells[2], cells[3], cells[4], cells[5] == "1");
                if (cells[0].Contains('x', StringComparison.Ordinal))
                    repeating.Add((Mask(cells[0]), value, row));
                else
                    byTag[value] = row;
            }
            var byKeyword = byTag.Values.Where(row => row.Keyword.Length > 0).GroupBy(row => row.Keyword)
                .ToFrozenDictionary(rows => rows.Key, rows => rows.First());
            return new Table(byTag.ToFrozenDictionary(), byKeyword, repeating);
        }

        private static uint Mask(string pattern) =>
            uint.Parse(
                string.Concat(pattern.Select(digit => digit == 'x' ? '0' : 'F')),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture);
    }
}
