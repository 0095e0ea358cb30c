namespace HieImaging.Dicom.Files;

/// <summary>What was met while reading, counted by its kind, so that no file can make it long.</summary>
internal sealed class Irregularities
{
    private SortedDictionary<DicomIrregularity, DicomFinding>? _met;

    public IReadOnlyList<DicomFinding> Findings => _met is null ? [] : [.. _met.Values];

    public void Add(DicomIrregularity irregularity, DicomTag? tag)
    {
        _met ??= [];
        _met[irregularity] = _met.TryGetValue(irregularity, out var before)
            ? before with { Count = before.Count + 1 }
            : new DicomFinding(irregularity, tag, 1);
    }
}
