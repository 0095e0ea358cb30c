namespace HieImaging.Harness.Hostile;

/// <summary>
/// What an input may be answered. Where it leaves the answer to the product, names two, or asks for one that our conformance rules out,
/// it is ours; decision 23 gives the reasons.
/// </summary>
public static class OurAnswers
{
    private static readonly Dictionary<string, Expectation> Ours = new(StringComparer.Ordinal)
    {
        // two hospitals, one Study Instance UID: two studies, and neither answer says that the other is there (principle 1, 9)
        ["fhir-study-hijack"] = new([201], []),
        ["fhir-xss-narrative"] = new([400], ["invalid", "structure"]),
        ["fhir-tenant-tag-forge"] = new([201], []),
        ["fhir-schema-fetch-profile"] = new([201], []),
        // no door takes a DocumentReference: the submitter's mistake is to knock here, whatever the attachment says
        ["fhir-attachment-url-file"] = new([422], ["business-rule"]),
        ["http-host-poison"] = new([200], []),
        ["http-accept-garbage"] = new([406], []),
        ["http-accept-text-html"] = new([406], []),
        ["http-ranges-1000"] = new([200], []),
        ["http-cache-no-vary"] = new([200], []),
        // without a token the door is shut before anything of the body is read; with one it is 400 (HttpRawChannel plays both)
        ["http-smuggle-chunk-ext-lf"] = new([401], ["login"]),
        ["http-smuggle-cl-te"] = new([400], []),
        // rewritten under the visibility of the other type: what one may not see has no part in the answer
        ["url-010"] = new([200], []),
        ["url-018"] = new([200], []),
        // the address is the node's own door, no archive's
        ["url-043"] = new([200], []),
        // a parameter that nobody knows is told, never left out
        ["url-046"] = new([400], ["not-supported"]),
        ["url-064"] = new([204], []),
        ["url-065"] = new([204], []),
        ["url-066"] = new([204], []),
        ["jwt-huge-64k"] = new([431], []),
        ["jwt-token-in-query"] = new([401], ["invalid_request"]),
        // forbidden is absent
        ["jwt-scope-query-broaden"] = new([404], []),
        ["jwt-purpose-forged-claim"] = new([404], []),
    };

    public static Expectation To(BadInput input) => Ours.GetValueOrDefault(input.Id) ?? Expectation.Of(input.Expected);
}
