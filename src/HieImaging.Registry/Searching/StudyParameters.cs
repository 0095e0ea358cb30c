using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Declaring;
using HieImaging.RecordLocator.Studies;

namespace HieImaging.Registry.Searching;

/// <summary>What an ImagingStudy is searched by beside its patient: R4's parameters, and R5's names for them.</summary>
internal static class StudyParameters
{
    private const string Dcm = "http://dicom.nema.org/resources/ontology/DCM";
    private static readonly string[] Orders = ["CarePlan", "ServiceRequest", "Appointment", "AppointmentResponse", "Task"];
    private static readonly string[] Practitioners = ["Practitioner", "PractitionerRole"];

    private static readonly SearchParameter BasedOn = SearchParameter.Reference("basedon", Orders, _ => null, Order) with
    {
        Present = $"(cardinality(study.accessions) > 0 or {StudyTerms.Any("basedon")})",
        Documentation = "By identifier alone (basedon:identifier, basedon.identifier): the accession number, or the placer's order number.",
    };

    private static readonly SearchParameter BodySite = Words("bodysite") with
    {
        Documentation = "Anatomic region of a series; :text in its words.",
    };

    public static IReadOnlyList<SearchParameter> All { get; } =
    [
        SearchParameter.Token("identifier", StudyIdentifier.Where) with { Present = $"true" },
        SearchParameter.Token("modality", Modality) with { Present = $"cardinality(study.modalities) > 0" },
        SearchParameter.Date("started", $"study.started_from", $"study.started_to"),
        SearchParameter.Token("status", Status) with { Present = $"true" },
        SearchParameter.Token("series", Series) with { Present = $"true" },
        SearchParameter.Token("instance", Instance) with { Present = $"true" },
        BasedOn,
        BasedOn.As("based-on", "R5's name of basedon."),
        BodySite,
        BodySite.As("body-site", "R5's name of bodysite."),
        SearchParameter.Token("dicom-class", SopClass) with
        {
            Present = StudyTerms.Any("dicom-class"), Documentation = "SOP Class UID of an instance, bare or as urn:oid:.",
        },
        SearchParameter.Reference("endpoint", ["Endpoint"], endpoint => $"study.endpoint_ids @> {new[] { endpoint.Id }}") with
        {
            Present = $"cardinality(study.endpoint_ids) > 0",
        },
        Named("interpreter"),
        Named("referrer"),
        SearchParameter.Reference("performer", ["Organization"], performer => StudyReferences.OfOrganization($"select {performer.Id}")) with
        {
            Present = $"true", Documentation = "The Organization of the custodian, who holds the images.",
        },
        Words("reason"),
        SearchParameter.Token("_security", Label) with { Present = $"cardinality(study.labels) > 0" },
    ];

    private static SqlFragment? Order(TokenValue token) => token switch
    {
        { System: "" } or { Code: "" } => null,
        { System: null } => $"(study.accessions @> {new[] { token.Code }} or {StudyTerms.Coded("basedon", null, token.Code)})",
        _ => $"(study.accessions @> {new[] { $"{token.System}|{token.Code}" }} or {StudyTerms.Coded("basedon", token.System, token.Code)})",
    };

    private static SearchParameter Words(string name) => SearchParameter.Token(
        name, token => StudyTerms.Coded(name, token.System, token.Code), text => StudyTerms.Worded(name, text.Text, null)) with
    {
        Present = StudyTerms.Any(name),
    };

    // Who is no resource of this exchange is asked for by name (referrer.name, :text) or identifier; a reference names nobody.
    private static SearchParameter Named(string name)
    {
        var reference = SearchParameter.Reference(
            name, Practitioners, _ => null, token => token.Code.Length == 0 ? null : StudyTerms.Coded(name, token.System, token.Code));
        return SearchParameter.Custom(name, SearchParameterType.Reference, (term, asked) => (term.Modifier, term.Chain) switch
        {
            ("text", null) => Spoken(term, null),
            (null or "Practitioner", "name") => Spoken(term, null),
            (null or "Practitioner", "name:exact") => Spoken(term, "exact"),
            (null or "Practitioner", "name:contains") => Spoken(term, "contains"),
            _ => reference.Condition(term, asked),
        }) with
        {
            Present = StudyTerms.Any(name),
            Documentation = $"By name ({name}.name, :exact and :contains; {name}:text) or identifier; no Practitioner is served here.",
        };

        SearchCondition Spoken(SearchTerm term, string? modifier) =>
            SearchParameter.AnyOf(term, StringValue.Parse, words => StudyTerms.Worded(name, words.Text, modifier));
    }

    private static SqlFragment? SopClass(TokenValue token) =>
        token.System is null or "urn:ietf:rfc:3986" or "urn:dicom:uid" && token.Code.Length > 0
            ? StudyTerms.Coded("dicom-class", null, StudyTerms.Uid(token.Code))
            : null;

    private static SqlFragment? Label(TokenValue token) => token switch
    {
        { System: null } =>
            $"exists (select from unnest(study.labels) label where right(label, length({token.Code}) + 1) = '|' || {token.Code})",
        { Code: "" } => $"exists (select from unnest(study.labels) label where starts_with(label, {token.System + "|"}))",
        _ => $"study.labels @> {new[] { $"{token.System}|{token.Code}" }}",
    };

    private static SqlFragment? Modality(TokenValue token) => token switch
    {
        { System: null or Dcm, Code.Length: > 0 } => $"{token.Code} = any(study.modalities)",
        { System: Dcm, Code: "" } => $"cardinality(study.modalities) > 0",
        _ => null,
    };

    private static SqlFragment? Status(TokenValue token) => token switch
    {
        { System: null or "http://hl7.org/fhir/imagingstudy-status", Code.Length: > 0 } => $"study.status = {token.Code}",
        { System: "http://hl7.org/fhir/imagingstudy-status", Code: "" } => SqlFragment.Raw("true"),
        _ => null,
    };

    private static SqlFragment? Series(TokenValue token)
    {
        if (Uid(token) is not { } uid)
            return null;
        return $"study.series_uids @> {new[] { uid.Text }}";
    }

    private static SqlFragment? Instance(TokenValue token)
    {
        if (Uid(token) is not { } uid)
            return null;
        return InstanceIndex.Holds(uid);
    }

    // series.uid and instance.uid carry bare UIDs; clients also send urn:oid: (R4 imagingstudy, search parameters)
    private static SopInstanceUid? Uid(TokenValue token) =>
        token.System is null or "urn:dicom:uid" or "urn:ietf:rfc:3986" && SopInstanceUid.TryParse(token.Code, out var uid) ? uid : null;
}
