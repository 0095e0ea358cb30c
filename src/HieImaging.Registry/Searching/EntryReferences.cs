using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Search;
using HieImaging.Xds.Metadata;

namespace HieImaging.Registry.Searching;

/// <summary>What a document is related to (the studies that it speaks of now, and its referenceIdList): by the study's UID, an accession number, or
/// any identifier (MHD <c>related</c>; MADO <c>study-instance-uid</c>, <c>accession-number</c>).</summary>
internal static class EntryReferences
{
    public static SqlFragment? Study(TokenValue token)
    {
        if (token.System is not (null or "urn:dicom:uid" or "urn:ietf:rfc:3986")
            || !StudyInstanceUid.TryParse(Bare(token.Code), out var uid))
            return null;
        return $"""
            entry.entry_uuid in (select spoken.document_entry from record_locator.registered_study spoken_of
                                 join registry.study_manifest spoken on spoken.study = spoken_of.id and spoken.live
                                 where spoken_of.study_uid = {uid.Text})
            """;
    }

    public static SqlFragment? Accession(TokenValue token) => token switch
    {
        { Code: "" } or { System: "" } => null,
        { System: null } => Begins(token.Code + "^^^", ReferenceId.Accession),
        _ => AssigningAuthority.TryParse(token.System, out var issuer)
            ? Says(new ReferenceId(token.Code, issuer, ReferenceId.Accession).Cxi)
            : null,
    };

    public static SqlFragment? Any(TokenValue token)
    {
        if (token.Code.Length == 0 || token.System is "")
            return null;
        if (Study(token) is { } study)
            return study;
        if (token.System is null)
            return Begins(token.Code + "^^^", "");
        return AssigningAuthority.TryParse(token.System, out var issuer) ? Begins($"{token.Code}^^^&{issuer}&ISO^", "") : null;
    }

    private static SqlFragment Says(string cxi) =>
        $"entry.said @> {JsonSerializer.Serialize(new Dictionary<string, string[]> { ["referenceIds"] = [cxi] })}::jsonb";

    private static SqlFragment Begins(string text, string type) => $"""
        exists (select from jsonb_array_elements_text(coalesce(entry.said -> 'referenceIds', '[]')) reference (cxi)
                where starts_with(reference.cxi, {text}) and strpos(reference.cxi, {"^" + type}) > 0)
        """;

    private static string Bare(string text) => text.StartsWith("urn:oid:", StringComparison.Ordinal) ? text["urn:oid:".Length..] : text;
}
