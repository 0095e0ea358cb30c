namespace HieImaging.Dicom;

/// <summary>SOP classes that the house speaks of (PS3.4 B.5, PS3.6 A).</summary>
public sealed partial record DicomUID
{
    public static readonly DicomUID Verification = new("1.2.840.10008.1.1");
    public static readonly DicomUID MediaStorageDirectoryStorage = new("1.2.840.10008.1.3.10");
    public static readonly DicomUID KeyObjectSelectionDocumentStorage = new("1.2.840.10008.5.1.4.1.1.88.59");
    public static readonly DicomUID ComputedRadiographyImageStorage = new("1.2.840.10008.5.1.4.1.1.1");
    public static readonly DicomUID DigitalXRayImageStorageForPresentation = new("1.2.840.10008.5.1.4.1.1.1.1");
    public static readonly DicomUID CTImageStorage = new("1.2.840.10008.5.1.4.1.1.2");
    public static readonly DicomUID MRImageStorage = new("1.2.840.10008.5.1.4.1.1.4");
    public static readonly DicomUID UltrasoundImageStorage = new("1.2.840.10008.5.1.4.1.1.6.1");
    public static readonly DicomUID SecondaryCaptureImageStorage = new("1.2.840.10008.5.1.4.1.1.7");
    public static readonly DicomUID EncapsulatedPDFStorage = new("1.2.840.10008.5.1.4.1.1.104.1");
    public static readonly DicomUID BasicTextSRStorage = new("1.2.840.10008.5.1.4.1.1.88.11");
    public static readonly DicomUID EnhancedSRStorage = new("1.2.840.10008.5.1.4.1.1.88.22");
    public static readonly DicomUID StudyRootQueryRetrieveInformationModelFind = new("1.2.840.10008.5.1.4.1.2.2.1");
    public static readonly DicomUID StudyRootQueryRetrieveInformationModelMove = new("1.2.840.10008.5.1.4.1.2.2.2");
    public static readonly DicomUID StudyRootQueryRetrieveInformationModelGet = new("1.2.840.10008.5.1.4.1.2.2.3");
}
