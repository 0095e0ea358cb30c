using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Manifests.DocumentReferences;

/// <summary>Coding schemes of XDS, OIDs as a rule, as FHIR names them, and back.</summary>
public static class XdsCodeSystems
{
    private static readonly (string Oid, string Uri)[] Known =
    [
        ("2.16.840.1.113883.6.1", "http://loinc.org"),
        ("2.16.840.1.113883.6.96", "http://snomed.info/sct"),
        ("1.2.840.10008.2.16.4", "http://dicom.nema.org/resources/ontology/DCM"),
        ("2.16.840.1.113883.5.25", "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"),
        ("2.16.840.1.113883.5.4", "http://terminology.hl7.org/CodeSystem/v3-ActCode"),
        ("1.3.6.1.4.1.19376.1.2.3", "http://ihe.net/fhir/ihe.formatcode.fhir/CodeSystem/formatcode"),
    ];

    /// <summary>The URI of a scheme; one that is no OID stays what it is.</summary>
    public static string? UriOf(string? scheme)
    {
        if (string.IsNullOrEmpty(scheme))
            return null;
        var bare = scheme.StartsWith("urn:oid:", StringComparison.Ordinal) ? scheme["urn:oid:".Length..] : scheme;
        return Array.Find(Known, one => one.Oid == bare || (bare == "DCM" && one.Oid == "1.2.840.10008.2.16.4")).Uri
            ?? (Oid.TryParse(bare, out var oid) ? oid.Urn : scheme);
    }

    /// <summary>Every way in which a submission may have written the scheme that the URI names.</summary>
    public static IReadOnlyList<string> SchemesOf(string uri)
    {
        var bare = uri.StartsWith("urn:oid:", StringComparison.Ordinal) ? uri["urn:oid:".Length..] : uri;
        var oid = Array.Find(Known, one => one.Uri == uri || one.Oid == bare).Oid ?? bare;
        List<string> schemes = Oid.TryParse(oid, out var known) ? [uri, oid, known.Urn] : [uri];
        if (oid == "1.2.840.10008.2.16.4")
            schemes.Add("DCM");
        return [.. schemes.Distinct(StringComparer.Ordinal)];
    }
}
