namespace HieImaging.Dicom;

/// <summary>A sequence of items, each a data set (PS3.5 7.5).</summary>
public sealed class DicomSequence : DicomItem
{
    private readonly List<DicomDataset> _items;

    public DicomSequence(DicomTag tag, params IEnumerable<DicomDataset> items)
        : base(tag, DicomVR.SQ) => _items = [.. items];

    public IReadOnlyList<DicomDataset> Items => _items;

    internal void Attach(DicomDataset parent)
    {
        foreach (var item in _items)
            item.Attach(parent);
    }

    internal void Append(DicomDataset item) => _items.Add(item);
}
