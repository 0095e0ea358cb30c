namespace HieImaging.Manifests.ImagingStudies;

/// <summary>A united study becomes a FHIR R4 ImagingStudy (canonical bytes: no white space, members in the order of the specification).</summary>
public static class ImagingStudyWriter
{
    /// <summary>The extension that names who holds the images: a reference to an Organization.</summary>
    public const string CustodianExtension = "urn:hieimaging:custodian";

    public static byte[] Write(UnitedStudy united, ImagingStudyFacts facts) => throw new NotImplementedException();
}
