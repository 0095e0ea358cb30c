using System.Buffers.Binary;
using System.Text;

namespace HieImaging.Dicom.Files;

/// <summary>
/// Writes a data set in one pass: sequences and items have undefined length and delimiters (PS3.5 7.5.1), group lengths are left out.
/// </summary>
internal sealed class DatasetWriter(StreamSink sink, DicomTransferSyntax syntax)
{
    private const uint Undefined = 0xFFFFFFFF;

    /// <summary>Group 2 with the length that it has here.</summary>
    public void WriteMeta(DicomDataset meta)
    {
        using var stream = new MemoryStream();
        using (var group = new StreamSink(stream))
            new DatasetWriter(group, DicomTransferSyntax.ExplicitVRLittleEndian).Write(meta);
        var length = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)stream.Length);
        WriteHeader(DicomTag.FileMetaInformationGroupLength, DicomVR.UL, 4);
        sink.Write(length);
        sink.Write(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    public void Write(DicomDataset dataset)
    {
        foreach (var item in dataset)
        {
            if (item.Tag.IsGroupLength)
                continue;
            switch (item)
            {
                case DicomElement element: WriteElement(dataset, element); break;
                case DicomSequence sequence: WriteSequence(sequence); break;
                case DicomFragmentSequence fragments: WriteFragments(fragments); break;
                default: throw new InvalidOperationException("No such item.");
            }
        }
    }

    private void WriteElement(DicomDataset dataset, DicomElement element)
    {
        if (element.IsSkipped)
            throw new InvalidOperationException($"The value of {element.Tag} was not kept when it was read.");
        if (element.Tag == DicomTag.PixelData && syntax.IsEncapsulated)
            throw new InvalidOperationException("Native pixel data in an encapsulated transfer syntax.");
        var value = ValueOf(dataset, element);
        // Too long for 16 bits: UN has 32 (PS3.5 6.2.2 note 4).
        var vr = syntax.IsExplicitVR && !element.VR.HasLongLength && value.Length > 0xFFFE ? DicomVR.UN : element.VR;
        WriteHeader(element.Tag, vr, (uint)(value.Length + (value.Length & 1)));
        sink.Write(syntax.IsBigEndian && vr.Unit > 1 ? ByteOrder.Swapped(value, vr.Unit) : value.Span);
        if (value.Length % 2 == 1)
            sink.Write([element.VR.Padding]);
    }

    private void WriteSequence(DicomSequence sequence)
    {
        WriteHeader(sequence.Tag, DicomVR.SQ, sequence.Items.Count == 0 ? 0 : Undefined);
        if (sequence.Items.Count == 0)
            return;
        foreach (var item in sequence.Items)
        {
            WriteDelimiter(DicomTag.Item, Undefined);
            Write(item);
            WriteDelimiter(DicomTag.ItemDelimitationItem, 0);
        }
        WriteDelimiter(DicomTag.SequenceDelimitationItem, 0);
    }

    private void WriteFragments(DicomFragmentSequence fragments)
    {
        if (!syntax.IsEncapsulated)
            throw new InvalidOperationException("Encapsulated pixel data in a native transfer syntax.");
        WriteHeader(fragments.Tag, fragments.VR, Undefined);
        foreach (var fragment in fragments.Items)
        {
            WriteDelimiter(DicomTag.Item, (uint)(fragment.Length + (fragment.Length & 1)));
            sink.Write(fragment.Span);
            if (fragment.Length % 2 == 1)
                sink.Write([0]);
        }
        WriteDelimiter(DicomTag.SequenceDelimitationItem, 0);
    }

    private static ReadOnlyMemory<byte> ValueOf(DicomDataset dataset, DicomElement element)
    {
        try
        {
            return dataset.BytesOf(element);
        }
        catch (EncoderFallbackException)
        {
            throw new DicomFormatException(
                DicomFormatReason.BadText, element.Tag, -1,
                "The character set of the data set cannot say the text.");
        }
    }

    private void WriteDelimiter(DicomTag tag, uint length)
    {
        Span<byte> bytes = stackalloc byte[8];
        Put(bytes, tag);
        Put(bytes[4..], length);
        sink.Write(bytes);
    }

    private void WriteHeader(DicomTag tag, DicomVR vr, uint length)
    {
        if (!syntax.IsExplicitVR)
        {
            WriteDelimiter(tag, length);
            return;
        }
        Span<byte> bytes = stackalloc byte[12];
        bytes.Clear();
        Put(bytes, tag);
        bytes[4] = (byte)vr.Code[0];
        bytes[5] = (byte)vr.Code[1];
        if (vr.HasLongLength)
            Put(bytes[8..], length);
        else if (syntax.IsBigEndian)
            BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)length);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(bytes[6..], (ushort)length);
        sink.Write(vr.HasLongLength ? bytes : bytes[..8]);
    }

    private void Put(Span<byte> at, DicomTag tag)
    {
        if (syntax.IsBigEndian)
        {
            BinaryPrimitives.WriteUInt16BigEndian(at, tag.Group);
            BinaryPrimitives.WriteUInt16BigEndian(at[2..], tag.Element);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(at, tag.Group);
            BinaryPrimitives.WriteUInt16LittleEndian(at[2..], tag.Element);
        }
    }

    private void Put(Span<byte> at, uint value)
    {
        if (syntax.IsBigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(at, value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(at, value);
    }
}
