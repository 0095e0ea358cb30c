using HieImaging.Xds.Metadata;

namespace HieImaging.Manifests.DocumentEntries;

/// <summary>Codes as XDS writes them: the scheme is an OID.</summary>
public static class XdsCodes
{
    public const string Dcm = "1.2.840.10008.2.16.4";

    /// <summary>Reads <c>code^display^scheme</c> of the affinity-domain file.</summary>
    public static Code Read(string text)
    {
        var parts = text.Split('^');
        return new Code(parts[0], parts.Length > 2 ? parts[2] : null, parts.Length > 1 ? parts[1] : null);
    }

    public static Code Of(CodedConcept concept) => new(concept.Value, SchemeOf(concept.Scheme), concept.Meaning);

    public static Code OfModality(string modality) => new(modality, Dcm, MeaningOf(modality));

    /// <summary>Whether the scheme is DICOM's own, as OID, as designator or as FHIR says it.</summary>
    public static bool IsDcm(string? scheme) =>
        scheme is Dcm or "urn:oid:" + Dcm or "DCM" or "http://dicom.nema.org/resources/ontology/DCM";

    private static string SchemeOf(string designator) => designator switch
    {
        "DCM" => Dcm,
        "SCT" or "SRT" or "SNM3" or "99SDM" => "2.16.840.1.113883.6.96",
        "LN" => "2.16.840.1.113883.6.1",
        "RADLEX" => "2.16.840.1.113883.6.256",
        _ => designator,
    };

    // code meanings of CID 29
    private static string MeaningOf(string modality) => modality switch
    {
        "CR" => "Computed Radiography",
        "CT" => "Computed Tomography",
        "DX" => "Digital Radiography",
        "ES" => "Endoscopy",
        "IO" => "Intra-oral Radiography",
        "MG" => "Mammography",
        "MR" => "Magnetic Resonance",
        "NM" => "Nuclear Medicine",
        "OP" => "Ophthalmic Photography",
        "OT" => "Other",
        "PR" => "Presentation State",
        "PT" => "Positron emission tomography",
        "RF" => "Radiofluoroscopy",
        "RTDOSE" => "RT Dose",
        "RTIMAGE" => "RT Image",
        "RTPLAN" => "RT Plan",
        "RTSTRUCT" => "RT Structure Set",
        "SEG" => "Segmentation",
        "SM" => "Slide Microscopy",
        "SR" => "Structured Report",
        "US" => "Ultrasound",
        "XA" => "X-Ray Angiography",
        "XC" => "External-camera Photography",
        _ => modality,
    };
}
