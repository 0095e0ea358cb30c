using HieImaging.Dicom;

namespace HieImaging.PretendFacility.Phantoms;

/// <summary>A series to be made: how many pictures of which kind and size.</summary>
public sealed record PhantomSeries(string Modality, string Description, int Instances, int Size)
{
    internal DicomUID SopClass => Modality switch
    {
        "CT" => DicomUID.CTImageStorage,
        "MR" => DicomUID.MRImageStorage,
        "CR" => DicomUID.ComputedRadiographyImageStorage,
        _ => throw new InvalidOperationException($"No phantom of modality {Modality} is made."),
    };

    /// <summary>A picture is a few tens of kilobytes: enough to be seen, quick to be moved.</summary>
    public static PhantomSeries Ct(int slices) => new("CT", "Head 5 mm", slices, 128);

    public static PhantomSeries Mr(string description, int slices) => new("MR", description, slices, 96);

    public static PhantomSeries Cr(string view) => new("CR", view, 1, 256);
}
