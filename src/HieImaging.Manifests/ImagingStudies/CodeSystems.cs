using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Manifests.ImagingStudies;

/// <summary>The URI of a coding scheme that DICOM writes as a designator (PS3.16 table 8-1).</summary>
internal static class CodeSystems
{
    public static string? UriOf(string designator) => designator switch
    {
        "DCM" => "http://dicom.nema.org/resources/ontology/DCM",
        "SCT" => "http://snomed.info/sct",
        "SRT" or "SNM3" or "99SDM" => "http://snomed.info/srt",
        "LN" => "http://loinc.org",
        "RADLEX" => "http://www.radlex.org",
        "UCUM" => "http://unitsofmeasure.org",
        "UMLS" => "http://terminology.hl7.org/CodeSystem/umls",
        _ when Oid.TryParse(designator, out var oid) => oid.Urn,
        _ => designator.Contains(':', StringComparison.Ordinal) ? designator : null,
    };

    /// <summary>The designator of a system that DICOM knows; any other stays as it is.</summary>
    public static string DesignatorOf(string uri) => uri switch
    {
        "http://dicom.nema.org/resources/ontology/DCM" => "DCM",
        "http://snomed.info/sct" => "SCT",
        "http://snomed.info/srt" => "SRT",
        "http://loinc.org" => "LN",
        "http://www.radlex.org" => "RADLEX",
        "http://unitsofmeasure.org" => "UCUM",
        _ when uri.StartsWith("urn:oid:", StringComparison.Ordinal) => uri["urn:oid:".Length..],
        _ => uri,
    };
}
