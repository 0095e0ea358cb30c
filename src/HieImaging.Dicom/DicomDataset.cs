using System.Collections;
using HieImaging.Dicom.CharacterSets;

namespace HieImaging.Dicom;

/// <summary>
/// A data set: attributes in the order of their tags (PS3.5 7.1). An item of a sequence is one too and inherits the character set.
/// </summary>
public sealed partial class DicomDataset : IEnumerable<DicomItem>
{
    private static readonly Comparer<DicomItem> ByTag = Comparer<DicomItem>.Create((left, right) => left.Tag.CompareTo(right.Tag));

    private readonly List<DicomItem> _items;
    private DicomDataset? _parent;
    private SpecificCharacterSet? _characterSet;

    public DicomDataset() => _items = [];

    public DicomDataset(params IEnumerable<DicomItem> items)
        : this()
    {
        foreach (var item in items)
            AddOrUpdate(item);
    }

    public int Count => _items.Count;

    /// <summary>The character set of text: the own (0008,0005), else the one of the data set around this item (PS3.3 C.12.1.1.2).</summary>
    public SpecificCharacterSet CharacterSet
    {
        get
        {
            if (_characterSet is not null)
                return _characterSet;
            if (Find(DicomTag.SpecificCharacterSet) is DicomElement own
                && (own.Text ?? Ascii(own.Bytes.Span)) is { } labels
                && labels.Trim().Length > 0)
                return _characterSet = SpecificCharacterSet.Of(labels.Split('\\'));
            return _parent?.CharacterSet ?? SpecificCharacterSet.Default;
        }
    }

    /// <summary>The attribute of that tag, or null.</summary>
    public DicomItem? Find(DicomTag tag)
    {
        var index = IndexOf(tag);
        return index >= 0 ? _items[index] : null;
    }

    public bool Contains(DicomTag tag) => IndexOf(tag) >= 0;

    /// <summary>Removes the attribute of that tag; false when there was none.</summary>
    public bool Remove(DicomTag tag)
    {
        var index = IndexOf(tag);
        if (index < 0)
            return false;
        _items.RemoveAt(index);
        Forget(tag);
        return true;
    }

    /// <summary>Puts an attribute at its place; one of the same tag is replaced.</summary>
    public DicomDataset AddOrUpdate(DicomItem item)
    {
        (item as DicomSequence)?.Attach(this);
        var index = _items.Count == 0 || _items[^1].Tag < item.Tag ? ~_items.Count : IndexOf(item.Tag);
        if (index >= 0)
            _items[index] = item;
        else
            _items.Insert(~index, item);
        Forget(item.Tag);
        return this;
    }

    public IEnumerator<DicomItem> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static string Ascii(ReadOnlySpan<byte> bytes) => System.Text.Encoding.Latin1.GetString(bytes).TrimEnd('\0', ' ');

    /// <summary>The data set in whose sequence this item is; null for an outer one.</summary>
    internal DicomDataset? Parent => _parent;

    internal void Attach(DicomDataset parent) => _parent = parent;

    /// <summary>Takes what a reader meets, in whatever order; <see cref="Settle"/> puts it in order.</summary>
    internal void Append(DicomItem item)
    {
        _items.Add(item);
        Forget(item.Tag);
    }

    /// <summary>Orders what was appended; gives a tag that came twice.</summary>
    internal DicomTag? Settle(out bool wasInOrder)
    {
        wasInOrder = true;
        for (var index = 1; index < _items.Count && wasInOrder; index++)
            wasInOrder = _items[index - 1].Tag < _items[index].Tag;
        if (wasInOrder)
            return null;
        _items.Sort(ByTag);
        for (var index = 1; index < _items.Count; index++)
        {
            if (_items[index - 1].Tag == _items[index].Tag)
                return _items[index].Tag;
        }
        return null;
    }

    private void Forget(DicomTag tag)
    {
        if (tag == DicomTag.SpecificCharacterSet)
            _characterSet = null;
    }

    private int IndexOf(DicomTag tag)
    {
        var low = 0;
        var high = _items.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var found = _items[middle].Tag;
            if (found == tag)
                return middle;
            if (found < tag)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return ~low;
    }
}
