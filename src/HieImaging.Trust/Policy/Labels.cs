namespace HieImaging.Trust.Policy;

/// <summary>Security labels (<c>system|code</c>) that keep a study with its custodian as long as no consent opens it (HL7 v3
/// Confidentiality and ActCode; PCF advanced).</summary>
internal static class Labels
{
    private static readonly string[] Confidentiality =
        ["http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "urn:oid:2.16.840.1.113883.5.25"];
    private static readonly string[] Sensitivity = ["http://terminology.hl7.org/CodeSystem/v3-ActCode", "urn:oid:2.16.840.1.113883.5.4"];

    /// <summary>Very restricted, or of a kind that the law protects: never opened by a purpose alone. Plain R is not among them:
    /// docs/decisions/0009.</summary>
    public static IReadOnlyList<string> Sensitive { get; } =
        [.. Of(Confidentiality, "V"), .. Of(Sensitivity, "PSY", "HIV", "ETH", "ETHUD", "SUD", "OPIOIDUD", "SDV", "SEX")];

    private static IEnumerable<string> Of(IEnumerable<string> systems, params string[] codes) =>
        systems.SelectMany(system => codes.Select(code => $"{system}|{code}"));
}
