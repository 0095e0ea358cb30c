namespace HieImaging.Dicom.Files;

/// <summary>What the first bytes of a Part 10 object tell about it, as soon as they tell it (PS3.10 7.1).</summary>
public abstract record Part10Peek
{
    /// <summary>No answer needs more bytes than this.</summary>
    public const int MaxBytes = MetaGroup.MaxEnd;

    private Part10Peek()
    {
    }

    /// <summary>Nothing can be said yet; ask again with more bytes, or give up when there are none.</summary>
    public sealed record NeedsMoreBytes : Part10Peek;

    /// <summary>The file meta information names these.</summary>
    public sealed record Found(string SopClassUid, string SopInstanceUid, string TransferSyntaxUid) : Part10Peek;

    /// <summary>Not a Part 10 object, whatever follows.</summary>
    public sealed record NotDicom(DicomFormatReason Reason) : Part10Peek;

    /// <summary>Looks at the bytes from the first one on.</summary>
    public static Part10Peek At(ReadOnlySpan<byte> firstBytes)
    {
        try
        {
            var (meta, _, isWhole) = MetaGroup.Read(firstBytes.Length > MaxBytes ? firstBytes[..MaxBytes] : firstBytes);
            if (meta.TryGetString(DicomTag.MediaStorageSOPClassUID, out var sopClass)
                && meta.TryGetString(DicomTag.MediaStorageSOPInstanceUID, out var sopInstance)
                && meta.TryGetString(DicomTag.TransferSyntaxUID, out var syntax))
                return new Found(sopClass, sopInstance, syntax);
            return isWhole || firstBytes.Length >= MaxBytes ? new NotDicom(DicomFormatReason.BadMeta) : new NeedsMoreBytes();
        }
        catch (DicomFormatException refusal)
        {
            return new NotDicom(refusal.Reason);
        }
    }
}
