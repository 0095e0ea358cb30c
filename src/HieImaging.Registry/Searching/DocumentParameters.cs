using HieImaging.DocumentStore;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Declaring;
using HieImaging.Manifests.DocumentReferences;
using HieImaging.Registry.Documents;

namespace HieImaging.Registry.Searching;

/// <summary>What ITI-67 searches by beside the patient (MHD 3.67.4.1.2.1), and what MADO adds.</summary>
internal static class DocumentParameters
{
    private const string Dcm = "http://dicom.nema.org/resources/ontology/DCM";

    private static readonly SearchParameter Region = SearchParameter.Token("bodysite", RegionOf) with
    {
        Documentation = "MADO: the anatomic region, an event code that is no modality.",
    };

    public static IReadOnlyList<SearchParameter> All { get; } =
    [
        SearchParameter.Token("status", Status) with { Present = $"true" },
        SearchParameter.Token("identifier", Identifier) with { Present = $"true" },
        SearchParameter.Instant("date", $"entry.submitted"),
        Dates("creation", $"entry.said ->> 'creationTime'", $"entry.said ->> 'creationTime'"),
        Dates("period", $"entry.said ->> 'serviceStartTime'", 
            $"coalesce(entry.said ->> 'serviceStopTime', entry.said ->> 'serviceStartTime')"),
        EntryCodes.One("type", "typeCode"),
        EntryCodes.One("category", "classCode"),
        EntryCodes.One("setting", "practiceSettingCode"),
        EntryCodes.One("facility", "facilityTypeCode"),
        EntryCodes.One("format", "formatCode"),
        EntryCodes.Many("event", "eventCodes"),
        EntryCodes.Many("security-label", "confidentialityCodes"),
        SearchParameter.Reference("related", ["ServiceRequest", "ImagingStudy"], _ => null, EntryReferences.Any) with
        {
            Documentation = "By identifier: related:identifier, related.identifier.",
        },
        SearchParameter.Token("study-instance-uid", EntryReferences.Study) with { Documentation = "MADO." },
        SearchParameter.Token("accession-number", EntryReferences.Accession) with { Documentation = "MADO." },
        SearchParameter.Token("modality", token => token.System is null or Dcm
            ? EntryCodes.Has("eventCodes", true, token with { System = Dcm })
            : null) with { Documentation = "MADO." },
        Region,
        Region.As("anatomical-region", "MADO's other name of bodysite."),
        SearchParameter.Custom("author", SearchParameterType.Reference, Author) with { Documentation = "author.family and author.given." },
    ];

    private static SqlFragment? RegionOf(TokenValue token)
    {
        if (token.System == Dcm || EntryCodes.Has("eventCodes", true, token) is not { } any)
            return null;
        return $"({any} and not {EntryCodes.Has("eventCodes", true, token with { System = Dcm })!})";
    }

    private static SqlFragment? Status(TokenValue token) => token.System is not (null or "http://hl7.org/fhir/document-reference-status")
        ? null
        : token.Code switch
        {
            "current" => (SqlFragment)$"entry.status = {RegistryDocuments.Approved}",
            "superseded" => $"entry.status = {RegistryDocuments.Deprecated}",
            _ => null,
        };

    // masterIdentifier (uniqueId) or the entryUUID, as URNs or bare
    private static SqlFragment? Identifier(TokenValue token) => token is { System: null or "urn:ietf:rfc:3986", Code.Length: > 0 }
        ? (SqlFragment)$"(entry.unique_id = {Without(token.Code, "urn:oid:")} or entry.id = {Without(token.Code, "urn:uuid:")})"
        : null;

    private static SearchParameter Dates(string name, SqlFragment start, SqlFragment end) => SearchParameter.Custom(
        name, SearchParameterType.Date, (term, _) => term is { Modifier: null, Chain: null }
            ? SearchParameter.AnyOf(term, DateValue.Parse, date => DtmComparison.Between(date, start, end))
            : SearchParameter.NotSupported(term)) with { Present = $"({start}) is not null" };

    // XCN: id^family^given^middle …
    private static SearchCondition Author(SearchTerm term, SearchContext asked) => term switch
    {
        { Modifier: null or "Practitioner", Chain: "family" } => Name(term, 2, false),
        { Modifier: null or "Practitioner", Chain: "given" } => Name(term, 3, false),
        { Modifier: null or "Practitioner", Chain: "family:exact" } => Name(term, 2, true),
        { Modifier: null or "Practitioner", Chain: "given:exact" } => Name(term, 3, true),
        _ => SearchParameter.NotSupported(term),
    };

    private static SearchCondition Name(SearchTerm term, int part, bool exact) => SearchParameter.AnyOf(term, StringValue.Parse, name =>
    {
        SqlFragment said = $"split_part(author ->> 'person', '^', {part})";
        SqlFragment alike = exact switch
        {
            true => $"{said} = {name.Text}",
            false => $"starts_with(upper({said}), upper({name.Text}))",
        };
        return $"exists (select from jsonb_array_elements(coalesce(entry.said -> 'authors', '[]')) author where {alike})";
    });

    private static string Without(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;
}
