namespace HieImaging.Dicom.Files;

/// <summary>Who wrote a file (PS3.10 7.1, PS3.7 D.3.3.2).</summary>
public static class Implementation
{
    /// <summary>Of the root 2.25: a UUID drawn once for HieImaging.</summary>
    public static readonly DicomUID ClassUID = DicomUID.Of(new Guid("6f1c2f4e-7f0b-4b57-9d0e-2c1d5a7e9b31"));

    public const string VersionName = "HIEIMAGING_1";
}
