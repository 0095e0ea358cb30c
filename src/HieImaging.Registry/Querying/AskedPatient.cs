using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;

namespace HieImaging.Registry.Querying;

/// <summary>
/// Whose studies: a number, and who gave it out. A bare one means the caller's own authorities, for equal numbers of two hospitals mean
/// nothing (docs/decisions/0022).
/// </summary>
/// <param name="Number">As asked; <c>*</c> and <c>?</c> are wildcards.</param>
/// <param name="Authorities">At least one; several where a bare number is asked for by one who uses several.</param>
internal sealed record AskedPatient(string Number, IReadOnlyList<AssigningAuthority> Authorities)
{
    public bool IsPattern => Number.AsSpan().ContainsAny('*', '?');

    /// <summary>The one identifier that is meant; null where there may be several.</summary>
    public PatientIdentifier? Identifier =>
        !IsPattern && Authorities is [var only] && PatientIdentifier.TryCreate(only, Number, out var identifier) ? identifier : null;

    /// <summary>Who gave a number out, as DICOM names it: a local namespace (0010,0021), an OID, or <c>urn:oid:</c> before it.</summary>
    public static AssigningAuthority? AuthorityOf(string issuer, Domain domain)
    {
        if (domain.AuthorityByNamespace(issuer.Trim()) is { } known)
            return AssigningAuthority.Parse(known.Oid);
        return AssigningAuthority.TryParse(issuer.Trim(), out var authority) ? authority : null;
    }
}
