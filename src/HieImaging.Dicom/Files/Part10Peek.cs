namespace HieImaging.Dicom.Files;

/// <summary>What the first bytes of a Part 10 object tell. Feed it the bytes so far; it never asks for more than 4,228 of them.</summary>
public abstract record Part10Peek
{
    private Part10Peek()
    {
    }

    /// <summary>Nothing can be said yet; ask again with more bytes.</summary>
    public sealed record NeedsMoreBytes : Part10Peek;

    /// <summary>The file meta information names these.</summary>
    public sealed record Found(string SopClassUid, string SopInstanceUid, string TransferSyntaxUid) : Part10Peek;

    /// <summary>Not a Part 10 object, whatever follows.</summary>
    public sealed record NotDicom(DicomFormatReason Reason) : Part10Peek;

    public static Part10Peek At(ReadOnlySpan<byte> firstBytes) => throw new NotImplementedException();
}
