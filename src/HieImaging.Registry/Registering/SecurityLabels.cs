using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Xds.Metadata;

namespace HieImaging.Registry.Registering;

/// <summary>A confidentialityCode as a FHIR security label, <c>system|code</c> (TF-3 4.2.3.2.5; FHIR R4 security labels).</summary>
internal static class SecurityLabels
{
    private const string Confidentiality = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

    /// <summary>Of every code of the document.</summary>
    public static IReadOnlyList<string> Of(DocumentEntry entry) =>
        [.. entry.ConfidentialityCodes.Select(code => Of(code.Value, code.Scheme ?? ""))];

    /// <param name="code">As it was received.</param>
    /// <param name="scheme">Coding scheme: an OID as a rule.</param>
    public static string Of(string code, string scheme) => scheme switch
    {
        "2.16.840.1.113883.5.25" or "urn:oid:2.16.840.1.113883.5.25" => $"{Confidentiality}|{code}",
        _ when Oid.TryParse(scheme, out var oid) => $"{oid.Urn}|{code}",
        _ => $"{scheme}|{code}",
    };
}
