using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Xds.Metadata;

/// <summary>A value of referenceIdList, a CXi: <c>id^^^&amp;OID&amp;ISO^type[^home]</c> (TF-3 table 4.2.3.1.7-2).</summary>
/// <param name="Value">The identifier.</param>
/// <param name="Authority">Who gave it; null for what is unique by itself, as a Study Instance UID.</param>
/// <param name="Type">One of the constants below, or another URN.</param>
public sealed record ReferenceId(string Value, AssigningAuthority? Authority, string Type)
{
    public const string Accession = "urn:ihe:iti:xds:2013:accession";
    public const string Order = "urn:ihe:iti:xds:2013:order";
    public const string Referral = "urn:ihe:iti:xds:2013:referral";
    public const string UniqueId = "urn:ihe:iti:xds:2013:uniqueId";
    public const string StudyInstanceUid = "urn:ihe:iti:xds:2016:studyInstanceUID";
    public const string Encounter = "urn:ihe:iti:xds:2015:encounterId";
    public const string WorkflowInstance = "urn:ihe:iti:xdw:2013:workflowInstanceId";

    public static bool TryParse(string? text, out ReferenceId reference)
    {
        reference = new ReferenceId("", null, "");
        var parts = text?.Split('^');
        if (parts is not { Length: 5 or 6 } || parts[0].Length == 0 || parts[4].Length == 0)
            return false;
        AssigningAuthority? authority = null;
        if (parts[3].Length > 0)
        {
            var hd = parts[3].Split('&');
            if (hd.Length != 3 || hd[2] != "ISO" || !AssigningAuthority.TryParse(hd[1], out var oid))
                return false;
            authority = oid;
        }
        reference = new ReferenceId(parts[0], authority, parts[4]);
        return true;
    }

    /// <summary>The CXi.</summary>
    public string Cxi => $"{Value}^^^{(Authority is { } authority ? $"&{authority}&ISO" : "")}^{Type}";

    /// <summary>Never the number: an accession number does not belong in a log.</summary>
    public override string ToString() => $"({Type})";
}
