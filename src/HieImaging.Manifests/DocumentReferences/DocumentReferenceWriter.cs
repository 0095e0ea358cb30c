using System.Globalization;
using System.Text.Json.Nodes;
using HieImaging.Fhir.Json;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Manifests.DocumentReferences;

/// <summary>A DocumentEntry becomes the DocumentReference that a mobile consumer finds (MHD 4.2, mapping of XDS metadata; MADO's
/// modality).</summary>
public static class DocumentReferenceWriter
{
    /// <summary>MHD's least: what every registered entry can say.</summary>
    public const string Profile = "https://profiles.ihe.net/ITI/MHD/StructureDefinition/IHE.MHD.Minimal.DocumentReference";

    private const string ModalityExtension = "http://hl7.org/fhir/5.0/StructureDefinition/extension-DocumentReference.modality";
    private const string Uri = "urn:ietf:rfc:3986";
    private const string Dcm = "http://dicom.nema.org/resources/ontology/DCM";

    /// <summary>Canonical bytes.</summary>
    public static byte[] Write(DocumentEntry entry, DocumentReferenceFacts facts)
    {
        var people = new ContainedPeople();
        var authors = people.Authors(entry.Authors);
        var authenticator = people.Person(entry.LegalAuthenticator);
        var source = people.SourcePatient(entry);
        var resource = new JsonObject
        {
            ["resourceType"] = "DocumentReference",
            ["id"] = facts.Id,
            ["meta"] = new JsonObject
            {
                ["versionId"] = facts.Version.ToString(CultureInfo.InvariantCulture),
                ["lastUpdated"] = Instant(facts.LastUpdated),
                ["profile"] = new JsonArray(Profile),
            },
            ["contained"] = people.Contained,
            ["extension"] = List(entry.EventCodes.Where(IsModality)
                .Select(code => new JsonObject { ["url"] = ModalityExtension, ["valueCodeableConcept"] = Concept(code) })),
            ["masterIdentifier"] = entry.UniqueId is { } unique ? Identifier("urn:oid:" + unique) : null,
            ["identifier"] = new JsonArray(Identifier(entry.EntryUuid)),
            ["status"] = entry.IsApproved ? "current" : "superseded",
            ["type"] = Concept(entry.TypeCode),
            ["category"] = entry.ClassCode is null ? null : new JsonArray(Concept(entry.ClassCode)),
            ["subject"] = Subject(entry, facts),
            ["date"] = facts.Submitted is { } submitted ? Instant(submitted) : null,
            ["author"] = authors,
            ["authenticator"] = authenticator,
            ["custodian"] = facts.Custodian is null ? null : new JsonObject { ["reference"] = facts.Custodian },
            ["relatesTo"] = List(facts.Associations.Where(one => RelationOf(one.Type) is not null).Select(one => new JsonObject
            {
                ["code"] = RelationOf(one.Type),
                ["target"] = new JsonObject { ["reference"] = "DocumentReference/" + one.Target },
            })),
            ["description"] = Text(entry.Comments),
            ["securityLabel"] = List(entry.ConfidentialityCodes.Select(Concept)),
            ["content"] = new JsonArray(Content(entry, facts)),
            ["context"] = Context(entry, source),
        };
        return FhirJson.Canonical(WithoutNulls(resource));
    }

    private static JsonObject Content(DocumentEntry entry, DocumentReferenceFacts facts) => WithoutNulls(new JsonObject
    {
        ["attachment"] = WithoutNulls(new JsonObject
        {
            ["contentType"] = IsCode(entry.MimeType) ? entry.MimeType : "application/octet-stream",
            ["language"] = IsCode(entry.LanguageCode) ? entry.LanguageCode : null,
            ["url"] = facts.ContentUrl,
            ["size"] = entry.Size is >= 0 and <= int.MaxValue ? (int)entry.Size : null,
            ["hash"] = Hash(entry.Hash),
            ["title"] = Text(entry.Title),
            ["creation"] = DateTime(entry.CreationTime),
        }),
        ["format"] = entry.FormatCode is { } format ? Coding(format) : null,
    });

    private static JsonObject? Context(DocumentEntry entry, JsonObject? source)
    {
        var (start, end) = (DateTime(entry.ServiceStartTime), DateTime(entry.ServiceStopTime));
        var context = WithoutNulls(new JsonObject
        {
            ["event"] = List(entry.EventCodes.Select(Concept)),
            ["period"] = start is null && end is null ? null : WithoutNulls(new JsonObject { ["start"] = start, ["end"] = end }),
            ["facilityType"] = Concept(entry.FacilityTypeCode),
            ["practiceSetting"] = Concept(entry.PracticeSettingCode),
            ["sourcePatientInfo"] = source,
            ["related"] = List(entry.ReferenceIds.Select(Related).OfType<JsonObject>()),
        });
        return context.Count == 0 ? null : context;
    }

    private static JsonObject? Subject(DocumentEntry entry, DocumentReferenceFacts facts) => entry.Patient is not { } patient ? null
        : WithoutNulls(new JsonObject
        {
            ["reference"] = facts.Subject,
            ["identifier"] = new JsonObject { ["system"] = patient.Authority.Urn, ["value"] = patient.Value },
        });

    // A study and an accession number are typed as MADO types them; anything else by the type that XDS gives it.
    private static JsonObject? Related(string text)
    {
        if (!ReferenceId.TryParse(text, out var id))
            return null;
        var (type, system, value) = id.Type switch
        {
            ReferenceId.StudyInstanceUid => (Typed((Dcm, "110180")), "urn:dicom:uid", "urn:oid:" + id.Value),
            ReferenceId.Accession =>
                (Typed(("http://terminology.hl7.org/CodeSystem/v2-0203", "ACSN"), (Dcm, "121022")), id.Authority?.Urn, id.Value),
            _ => (Typed((Uri, id.Type)), id.Authority?.Urn, id.Value),
        };
        return new JsonObject
        {
            ["identifier"] = WithoutNulls(new JsonObject { ["type"] = type, ["system"] = system, ["value"] = value }),
        };
    }

    private static JsonObject Typed(params IEnumerable<(string System, string Code)> codings) => new()
    {
        ["coding"] = new JsonArray([.. codings.Select(one => new JsonObject { ["system"] = one.System, ["code"] = one.Code })]),
    };

    // MHD ConceptMap: XFRM_RPLC is a replacement first
    private static string? RelationOf(string association) => association switch
    {
        AssociationType.Replace or AssociationType.TransformAndReplace => "replaces",
        AssociationType.Transform => "transforms",
        AssociationType.Append => "appends",
        AssociationType.Signs => "signs",
        _ => null,
    };

    private static bool IsModality(Code code) => XdsCodeSystems.UriOf(code.Scheme) == Dcm;

    private static JsonObject Identifier(string value) => new() { ["system"] = Uri, ["value"] = value };

    // What FHIR cannot take for a code stays readable as its text.
    private static JsonObject? Concept(Code? code) => code is null ? null
        : IsCode(code.Value) ? new JsonObject { ["coding"] = new JsonArray(Coding(code)) }
        : (Text(code.Display) ?? Text(code.Value)) is { } text ? new JsonObject { ["text"] = text }
        : null;

    private static JsonObject Coding(Code code) => WithoutNulls(new JsonObject
    {
        ["system"] = XdsCodeSystems.UriOf(code.Scheme) is { } uri && !uri.Any(char.IsWhiteSpace) ? uri : null,
        ["code"] = IsCode(code.Value) ? code.Value : null,
        ["display"] = Text(code.Display) ?? (IsCode(code.Value) ? null : Text(code.Value)),
    });

    // R4 2.24.0.1: no blank at either end, none doubled
    private static bool IsCode(string? text) => !string.IsNullOrEmpty(text) && !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1])
        && !text.Zip(text.Skip(1)).Any(pair => char.IsWhiteSpace(pair.First) && (pair.First != ' ' || char.IsWhiteSpace(pair.Second)));

    // The hash is hexadecimal in XDS and base64 in FHIR.
    private static string? Hash(string? hexadecimal) =>
        hexadecimal is { Length: 40 } && hexadecimal.All(char.IsAsciiHexDigit)
            ? Convert.ToBase64String(Convert.FromHexString(hexadecimal))
            : null;

    // DTM is UTC; what is no time of the calendar is not shown.
    private static string? DateTime(string? dtm) => !Dtm.TryParse(dtm, out var start) ? null : start.ToString(
        dtm!.Length switch { 4 => "yyyy", 6 => "yyyy-MM", 8 => "yyyy-MM-dd", _ => "yyyy-MM-dd'T'HH:mm:ss'Z'" },
        CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static JsonArray? List(IEnumerable<JsonObject?> items) => new JsonArray([.. items]) is { Count: > 0 } list ? list : null;

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static JsonObject WithoutNulls(JsonObject resource)
    {
        foreach (var name in resource.Where(member => member.Value is null).Select(member => member.Key).ToList())
            resource.Remove(name);
        return resource;
    }
}
