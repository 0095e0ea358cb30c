using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Search;

namespace HieImaging.Registry.Searching;

/// <summary>
/// <c>identifier</c> as users spell it: the Study Instance UID under <c>urn:dicom:uid</c> or <c>urn:ietf:rfc:3986</c>, with or without
/// <c>urn:oid:</c>, or bare; an accession number with its issuer or alone. By value, never by type code.
/// </summary>
internal static class StudyIdentifier
{
    public static SqlFragment? Where(TokenValue token) => token switch
    {
        { System: "urn:dicom:uid" or "urn:ietf:rfc:3986", Code: "" } => SqlFragment.Raw("true"),
        { System: "urn:dicom:uid" or "urn:ietf:rfc:3986" } => Study(token.Code),
        { System: null } when Study(token.Code) is { } study => $"({study} or {Accession(token.Code)})",
        { System: null } => Accession(token.Code),
        { System: "" } => null,
        { Code: "" } => $"exists (select from unnest(study.accessions) accession where starts_with(accession, {token.System + "|"}))",
        _ => Accession($"{token.System}|{token.Code}"),
    };

    private static SqlFragment? Study(string value)
    {
        if (!StudyInstanceUid.TryParse(value, out var uid))
            return null;
        return $"study.study_uid = {uid.Text}";
    }

    private static SqlFragment Accession(string spelling) => $"study.accessions @> {new[] { spelling }}";
}
