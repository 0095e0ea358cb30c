namespace HieImaging.Dicom;

/// <summary>Encapsulated pixel data as it came: the basic offset table first, then the fragments (PS3.5 A.4). Never decoded.</summary>
public sealed class DicomFragmentSequence : DicomItem
{
    private readonly List<ReadOnlyMemory<byte>> _items;

    /// <param name="tag">Mostly <see cref="DicomTag.PixelData"/>.</param>
    /// <param name="vr">OB or OW.</param>
    /// <param name="items">The offset table (may be empty) and then each fragment.</param>
    public DicomFragmentSequence(DicomTag tag, DicomVR vr, params IEnumerable<ReadOnlyMemory<byte>> items)
        : base(tag, vr) => _items = [.. items];

    /// <summary>All items: the basic offset table, then the fragments.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Items => _items;

    internal void Append(ReadOnlyMemory<byte> item) => _items.Add(item);
}
