namespace HieImaging.Dicom.Files;

/// <summary>How elements are encoded at one place of a file: a sequence may differ from what is around it (PS3.5 6.2.2 note 2).</summary>
internal readonly record struct ElementEncoding(bool IsExplicitVR, bool IsBigEndian)
{
    /// <summary>What a value of VR UN holds when it is a sequence, in whatever transfer syntax (PS3.5 6.2.2).</summary>
    public static readonly ElementEncoding OfUnknown = new(false, false);
}
