namespace HieImaging.Dicom.Files;

/// <summary>Reads one data set of a given encoding (PS3.5 7). Depth, elements, items and bytes are counted as they come.</summary>
internal sealed class DatasetReader(ByteSource source, DicomReadOptions options, bool isBigEndian)
{
    private const uint Undefined = 0xFFFFFFFF;

    private int _elements;
    private int _items;

    /// <summary>The outer data set, to the end of the bytes or to <see cref="DicomReadOptions.StopBefore"/>.</summary>
    public async ValueTask<DicomDataset> ReadAsync(bool isExplicitVR)
    {
        var dataset = new DicomDataset();
        while (await NextAsync(isExplicitVR) is { } header)
        {
            if (header.Tag >= options.StopBefore)
                break;
            if (header.Tag.Group == 0xFFFE)
                throw Bad(DicomFormatReason.BadStructure, header.Tag, "A delimiter outside of any sequence.");
            await ReadItemAsync(dataset, header, long.MaxValue, 0);
        }
        Settle(dataset);
        return dataset;
    }

    private async ValueTask ReadItemAsync(DicomDataset dataset, ElementHeader header, long end, int depth)
    {
        source.Advance(header.Size);
        if (++_elements > options.MaxElements)
            throw Bad(DicomFormatReason.TooMany, header.Tag, "More elements than allowed.");
        if (header.Length != Undefined && header.Length > end - source.Position)
            throw Bad(DicomFormatReason.BadLength, header.Tag, "The value reaches past the item that it lies in.");

        if (header.Length == Undefined && IsFragments(header))
            dataset.Append(await ReadFragmentsAsync(header));
        else if (header.VR == DicomVR.SQ || header.Length == Undefined)
            await ReadSequenceAsync(dataset, header, end, depth);
        else
            dataset.Append(await ReadElementAsync(dataset, header));
    }

    private async ValueTask<DicomElement> ReadElementAsync(DicomDataset dataset, ElementHeader header)
    {
        var vr = header.IsExplicitVR ? header.VR : ChosenVR.Of(dataset, header.Tag, header.VR);
        var offset = source.Position;
        if (header.Length > options.LargeValueCutoff)
        {
            await source.SkipAsync(header.Length, header.Tag);
            return DicomElement.Skipped(header.Tag, vr, header.Length, offset);
        }
        var value = await source.TakeAsync(header.Length, header.Tag);
        if (isBigEndian && vr.Unit > 1)
            value = ByteOrder.Swapped(value, vr.Unit);
        return new DicomElement(header.Tag, vr, value) { Offset = offset };
    }

    private async ValueTask ReadSequenceAsync(DicomDataset dataset, ElementHeader header, long outerEnd, int depth)
    {
        if (depth >= options.MaxDepth)
            throw Bad(DicomFormatReason.TooDeep, header.Tag, "Deeper sequences than allowed.");
        if (header.VR != DicomVR.SQ && header.VR != DicomVR.UN)
            throw Bad(DicomFormatReason.BadLength, header.Tag, "Only sequences and pixel data may have an undefined length.");
        // UN of undefined length is a sequence in implicit VR little endian (PS3.5 6.2.2 note 2).
        var isExplicitVR = header.IsExplicitVR && header.VR == DicomVR.SQ;
        var end = header.Length == Undefined ? outerEnd : source.Position + header.Length;
        var sequence = new DicomSequence(header.Tag);
        while (header.Length == Undefined || source.Position < end)
        {
            var (tag, length) = await TakeItemTagAsync(header.Tag);
            if (tag == DicomTag.SequenceDelimitationItem && header.Length == Undefined)
                break;
            if (tag != DicomTag.Item)
                throw Bad(DicomFormatReason.BadStructure, header.Tag, "Something else where an item must be.");
            if (length != Undefined && length > end - source.Position)
                throw Bad(DicomFormatReason.BadLength, header.Tag, "An item reaches past its sequence.");
            CountItem(header.Tag);
            sequence.Append(await ReadNestedAsync(dataset, header.Tag, isExplicitVR, length, end, depth + 1));
        }
        dataset.Append(sequence);
    }

    private async ValueTask<DicomDataset> ReadNestedAsync(
        DicomDataset parent, DicomTag tag, bool isExplicitVR, uint length, long outerEnd, int depth)
    {
        var item = new DicomDataset();
        item.Attach(parent);
        var end = length == Undefined ? outerEnd : source.Position + length;
        while (length == Undefined || source.Position < end)
        {
            var header = await NextAsync(isExplicitVR) ?? throw Bad(DicomFormatReason.Truncated, tag, "The bytes end inside an item.");
            if (header.Tag == DicomTag.ItemDelimitationItem && length == Undefined)
            {
                source.Advance(header.Size);
                break;
            }
            if (header.Tag.Group == 0xFFFE)
                throw Bad(DicomFormatReason.BadStructure, tag, "A delimiter where an element must be.");
            if (header.Size > end - source.Position)
                throw Bad(DicomFormatReason.BadLength, header.Tag, "The element reaches past the item that it lies in.");
            await ReadItemAsync(item, header, end, depth);
        }
        Settle(item);
        return item;
    }

    private async ValueTask<DicomFragmentSequence> ReadFragmentsAsync(ElementHeader header)
    {
        var fragments = new DicomFragmentSequence(header.Tag, header.VR);
        while (true)
        {
            var (tag, length) = await TakeItemTagAsync(header.Tag);
            if (tag == DicomTag.SequenceDelimitationItem)
                return fragments;
            if (tag != DicomTag.Item || length == Undefined)
                throw Bad(DicomFormatReason.BadStructure, header.Tag, "Something else where a fragment must be.");
            CountItem(header.Tag);
            if (length > options.LargeValueCutoff)
                await source.SkipAsync(length, header.Tag);
            else
                fragments.Append(await source.TakeAsync(length, header.Tag));
        }
    }

    private async ValueTask<(DicomTag Tag, uint Length)> TakeItemTagAsync(DicomTag sequence)
    {
        var bytes = await source.PeekAsync(8);
        if (bytes.Length < 8)
            throw Bad(DicomFormatReason.Truncated, sequence, "The bytes end inside a sequence.");
        source.Advance(8);
        return (ElementHeader.TagAt(bytes.Span, isBigEndian), ElementHeader.LengthAt(bytes.Span[4..], isBigEndian));
    }

    /// <summary>The next header without taking it; null at the end of the bytes. Zeros behind the last element are padding.</summary>
    private async ValueTask<ElementHeader?> NextAsync(bool isExplicitVR)
    {
        var bytes = await source.PeekAsync(12);
        if (bytes.Length == 0 || (bytes.Length < 8 && !bytes.Span.ContainsAnyExcept((byte)0)))
            return null;
        if (ElementHeader.TryRead(bytes.Span, isExplicitVR, isBigEndian, out var header, out var reason))
            return header;
        throw Bad(
            reason,
            bytes.Length < 4 ? null : ElementHeader.TagAt(bytes.Span, isBigEndian),
            "The header of an element cannot be read.");
    }

    private static bool IsFragments(ElementHeader header) =>
        header.VR == DicomVR.OB || header.VR == DicomVR.OW || (header.Tag == DicomTag.PixelData && header.VR != DicomVR.SQ);

    private void CountItem(DicomTag tag)
    {
        if (++_items > options.MaxItems)
            throw Bad(DicomFormatReason.TooMany, tag, "More items than allowed.");
    }

    private void Settle(DicomDataset dataset)
    {
        if (dataset.Settle() is { } twice)
            throw Bad(DicomFormatReason.DuplicateElement, twice, "An element that was there already.");
    }

    private DicomFormatException Bad(DicomFormatReason reason, DicomTag? tag, string text) => new(reason, tag, source.Position, text);
}
