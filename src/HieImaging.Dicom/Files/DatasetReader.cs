namespace HieImaging.Dicom.Files;

/// <summary>Reads one data set of a given encoding (PS3.5 7). Depth, elements, items and bytes are counted as they come.</summary>
internal sealed class DatasetReader(ByteSource source, DicomReadOptions options, Irregularities met)
{
    private const uint Undefined = 0xFFFFFFFF;

    private static ReadOnlySpan<byte> ItemTag => [0xFE, 0xFF, 0x00, 0xE0];

    private static ReadOnlySpan<byte> ItemTagBigEndian => [0xFF, 0xFE];

    private int _elements;
    private int _items;

    /// <summary>The outer data set, to the end of the bytes or to <see cref="DicomReadOptions.StopBefore"/>.</summary>
    public async ValueTask<DicomDataset> ReadAsync(ElementEncoding encoding)
    {
        var dataset = new DicomDataset();
        while (await NextAsync(encoding) is { } header)
        {
            if (header.Tag >= options.StopBefore)
                break;
            if (header.Tag.Group == 0xFFFE)
                throw Bad(DicomFormatReason.BadStructure, header.Tag, "A delimiter outside of any sequence.");
            await ReadItemAsync(dataset, header, encoding, long.MaxValue, 0);
        }
        Settle(dataset);
        return dataset;
    }

    private ValueTask ReadItemAsync(DicomDataset dataset, ElementHeader header, ElementEncoding encoding, long end, int depth)
    {
        source.Advance(header.Size);
        if (++_elements > options.MaxElements)
            throw Bad(DicomFormatReason.TooMany, header.Tag, "More elements than allowed.");
        if (header.Length != Undefined && header.Length > end - source.Position)
            throw Bad(DicomFormatReason.BadLength, header.Tag, "The value reaches past the item that it lies in.");

        if (header.IsUnknownVR)
            met.Add(DicomIrregularity.UnknownVR, header.Tag);
        // nearly all that a data set holds: a value that is there already needs no state to wait with
        if (IsKept(header) && header.VR != DicomVR.SQ && !MayBeSequence(header) && source.Has(header.Length))
        {
            dataset.Append(Element(dataset, header, encoding.IsBigEndian, source.Position, source.Take(header.Length, header.Tag)));
            return default;
        }
        return ReadOtherAsync(dataset, header, encoding, end, depth);
    }

    private async ValueTask ReadOtherAsync(DicomDataset dataset, ElementHeader header, ElementEncoding encoding, long end, int depth)
    {
        if (header.Length == Undefined && IsFragments(header))
            dataset.Append(await ReadFragmentsAsync(header, encoding));
        else if (header.VR == DicomVR.SQ)
            await ReadSequenceAsync(dataset, header, encoding, end, depth);
        else if (header.Length == Undefined || (MayBeSequence(header) && (await source.PeekAsync(4)).Span.SequenceEqual(ItemTag)))
            await ReadSequenceAsync(dataset, header, await OfUnknownAsync(header, encoding), end, depth);
        else
            dataset.Append(await ReadElementAsync(dataset, header, encoding.IsBigEndian));
    }

    private async ValueTask<DicomElement> ReadElementAsync(DicomDataset dataset, ElementHeader header, bool isBigEndian)
    {
        var offset = source.Position;
        if (IsKept(header))
            return Element(dataset, header, isBigEndian, offset, await source.TakeAsync(header.Length, header.Tag));
        if ((header.Length & 1) == 1)
            met.Add(DicomIrregularity.OddLength, header.Tag);
        await source.SkipAsync(header.Length, header.Tag);
        return DicomElement.Skipped(header.Tag, VROf(dataset, header), header.Length, offset);
    }

    private bool IsKept(ElementHeader header) => !(header.Length > options.LargeValueCutoff);

    private static DicomVR VROf(DicomDataset dataset, ElementHeader header) =>
        header.IsExplicitVR ? header.VR : ChosenVR.Of(dataset, header.Tag, header.VR);

    private DicomElement Element(DicomDataset dataset, ElementHeader header, bool isBigEndian, long offset, ReadOnlyMemory<byte> value)
    {
        if ((header.Length & 1) == 1)
            met.Add(DicomIrregularity.OddLength, header.Tag);
        var vr = VROf(dataset, header);
        if (isBigEndian && vr.Unit > 1)
            value = ByteOrder.Swapped(value, vr.Unit);
        return new DicomElement(header.Tag, vr, value) { Offset = offset };
    }

    // What passed through a system that did not know the tag has VR UN; the standard says that it is a sequence (PS3.5 6.2.2 note 2).
    private static bool MayBeSequence(ElementHeader header) =>
        header is { IsExplicitVR: true, Length: >= 8 } && header.VR == DicomVR.UN && DicomDictionary.VROf(header.Tag) == DicomVR.SQ;

    // Big-endian writers are seen that go on in big endian: the first tag shows it.
    private async ValueTask<ElementEncoding> OfUnknownAsync(ElementHeader header, ElementEncoding encoding) =>
        !header.IsExplicitVR ? encoding
        : encoding.IsBigEndian && (await source.PeekAsync(2)).Span.SequenceEqual(ItemTagBigEndian) ? encoding with { IsExplicitVR = false }
        : ElementEncoding.OfUnknown;

    private async ValueTask ReadSequenceAsync(
        DicomDataset dataset, ElementHeader header, ElementEncoding encoding, long outerEnd, int depth)
    {
        if (depth >= options.MaxDepth)
            throw Bad(DicomFormatReason.TooDeep, header.Tag, "Deeper sequences than allowed.");
        if (header.VR != DicomVR.SQ && header.VR != DicomVR.UN)
            throw Bad(DicomFormatReason.BadLength, header.Tag, "Only sequences and pixel data may have an undefined length.");
        var end = header.Length == Undefined ? outerEnd : source.Position + header.Length;
        var sequence = new DicomSequence(header.Tag);
        while (header.Length == Undefined || source.Position < end)
        {
            var (tag, length) = await TakeItemTagAsync(header.Tag, encoding.IsBigEndian);
            if (tag == DicomTag.SequenceDelimitationItem && header.Length == Undefined)
                break;
            if (tag != DicomTag.Item)
                throw Bad(DicomFormatReason.BadStructure, header.Tag, "Something else where an item must be.");
            if (length != Undefined && length > end - source.Position)
                throw Bad(DicomFormatReason.BadLength, header.Tag, "An item reaches past its sequence.");
            CountItem(header.Tag);
            sequence.Append(await ReadNestedAsync(dataset, header.Tag, encoding, length, end, depth + 1));
        }
        dataset.Append(sequence);
    }

    private async ValueTask<DicomDataset> ReadNestedAsync(
        DicomDataset parent, DicomTag tag, ElementEncoding encoding, uint length, long outerEnd, int depth)
    {
        var item = new DicomDataset();
        item.Attach(parent);
        var end = length == Undefined ? outerEnd : source.Position + length;
        while (length == Undefined || source.Position < end)
        {
            var header = await NextAsync(encoding) ?? throw Bad(DicomFormatReason.Truncated, tag, "The bytes end inside an item.");
            if (header.Tag == DicomTag.ItemDelimitationItem && length == Undefined)
            {
                source.Advance(header.Size);
                break;
            }
            if (header.Tag.Group == 0xFFFE)
                throw Bad(DicomFormatReason.BadStructure, tag, "A delimiter where an element must be.");
            if (header.Size > end - source.Position)
                throw Bad(DicomFormatReason.BadLength, header.Tag, "The element reaches past the item that it lies in.");
            await ReadItemAsync(item, header, encoding, end, depth);
        }
        Settle(item);
        return item;
    }

    private async ValueTask<DicomFragmentSequence> ReadFragmentsAsync(ElementHeader header, ElementEncoding encoding)
    {
        var fragments = new DicomFragmentSequence(header.Tag, header.VR);
        while (true)
        {
            var (tag, length) = await TakeItemTagAsync(header.Tag, encoding.IsBigEndian);
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

    private async ValueTask<(DicomTag Tag, uint Length)> TakeItemTagAsync(DicomTag sequence, bool isBigEndian)
    {
        var bytes = await source.PeekAsync(8);
        if (bytes.Length < 8)
            throw Bad(DicomFormatReason.Truncated, sequence, "The bytes end inside a sequence.");
        source.Advance(8);
        return (ElementHeader.TagAt(bytes.Span, isBigEndian), ElementHeader.LengthAt(bytes.Span[4..], isBigEndian));
    }

    /// <summary>The next header without taking it; null at the end of the bytes. Zeros behind the last element are padding.</summary>
    private ValueTask<ElementHeader?> NextAsync(ElementEncoding encoding) =>
        source.Has(12) && source.Peek(12) is var there && there.Span.ContainsAnyExcept((byte)0)
            ? new(Header(there, encoding))
            : NextOrEndAsync(encoding);

    private async ValueTask<ElementHeader?> NextOrEndAsync(ElementEncoding encoding)
    {
        var bytes = await source.PeekAsync(12);
        if (bytes.Length == 0 || (!bytes.Span.ContainsAnyExcept((byte)0) && await OnlyZerosFollowAsync()))
            return null;
        return Header(bytes, encoding);
    }

    private ElementHeader Header(ReadOnlyMemory<byte> bytes, ElementEncoding encoding) =>
        ElementHeader.TryRead(bytes.Span, encoding, out var header, out var reason)
            ? header
            : throw Bad(
                reason,
                bytes.Length < 4 ? null : ElementHeader.TagAt(bytes.Span, encoding.IsBigEndian),
                "The header of an element cannot be read.");

    private async ValueTask<bool> OnlyZerosFollowAsync()
    {
        ReadOnlyMemory<byte> bytes;
        while ((bytes = await source.PeekAsync(4096)).Length > 0)
        {
            if (bytes.Span.ContainsAnyExcept((byte)0))
                throw Bad(DicomFormatReason.BadStructure, null, "Zeros where an element must be.");
            source.Advance(bytes.Length);
        }
        met.Add(DicomIrregularity.TrailingZeros, null);
        return true;
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
        if (dataset.Settle(out var wasInOrder) is { } twice)
            throw Bad(DicomFormatReason.DuplicateElement, twice, "An element that was there already.");
        if (!wasInOrder)
            met.Add(DicomIrregularity.OutOfOrder, null);
    }

    private DicomFormatException Bad(DicomFormatReason reason, DicomTag? tag, string text) => new(reason, tag, source.Position, text);
}
