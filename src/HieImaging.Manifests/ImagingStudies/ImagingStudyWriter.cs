using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Manifests.ImagingStudies;

/// <summary>
/// A united study becomes a FHIR R4 ImagingStudy (canonical bytes: no white space, members in the order of the specification).
/// </summary>
public static class ImagingStudyWriter
{
    /// <summary>The extension that names who holds the images: a reference to an Organization.</summary>
    public const string CustodianExtension = "https://hieimaging.org/fhir/StructureDefinition/imaging-study-custodian";

    private const string Dcm = "http://dicom.nema.org/resources/ontology/DCM";
    private const string IdentifierType = "http://terminology.hl7.org/CodeSystem/v2-0203";

    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true
    };

    // what every study says alike is encoded once (RAD MADO, PS3.20: R4 ImagingStudy.modality is a Coding of DCM)
    private static readonly JsonEncodedText Urn = JsonEncodedText.Encode("urn:ietf:rfc:3986");

    public static byte[] Write(UnitedStudy united, ImagingStudyFacts facts)
    {
        var study = united.Study;
        var bytes = new System.Buffers.ArrayBufferWriter<byte>(2048 + (study.InstanceCount * 200));
        using var json = new Utf8JsonWriter(bytes, Compact);
        json.WriteStartObject();
        json.WriteString("resourceType", "ImagingStudy");
        json.WriteString("id", facts.Id);
        WriteMeta(json, facts);
        WriteCustodian(json, facts);
        WriteIdentifiers(json, study);
        json.WriteString("status", facts.Status);
        WriteArray(json, "modality", study.Modalities, modality => WriteCoding(json, Dcm, modality, null));
        WriteSubject(json, united.Patient, facts);
        if (study.Started is { } started)
            json.WriteString("started", started.ToFhir(facts.Zone));
        WriteArray(json, "basedOn", [.. study.Accessions.Where(one => one.Authority is not null)], order => WriteOrder(json, order));
        if (PersonNameText.Of(study.ReferringPhysician) is { } referrer)
        {
            json.WriteStartObject("referrer");
            json.WriteString("display", referrer);
            json.WriteEndObject();
        }
        WriteArray(json, "interpreter", [.. (study.Interpreters ?? []).Select(PersonNameText.Of).OfType<string>()], name =>
        {
            json.WriteStartObject();
            json.WriteString("display", name);
            json.WriteEndObject();
        });
        var endpoints = study.Series.SelectMany(series => EndpointsOf(series, facts)).Distinct(StringComparer.Ordinal).ToList();
        WriteArray(json, "endpoint", endpoints, endpoint => WriteReference(json, endpoint));
        json.WriteNumber("numberOfSeries", study.Series.Count);
        json.WriteNumber("numberOfInstances", study.InstanceCount);
        if (study.Procedure is { } procedure)
        {
            json.WriteStartArray("procedureCode");
            WriteConcept(json, procedure);
            json.WriteEndArray();
        }
        WriteArray(json, "reasonCode", study.Reasons ?? [], reason => WriteConcept(json, reason));
        WriteText(json, "description", study.Description);
        json.WriteStartArray("series");
        foreach (var series in study.Series)
            WriteSeries(json, series, facts);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private static void WriteMeta(Utf8JsonWriter json, ImagingStudyFacts facts)
    {
        json.WriteStartObject("meta");
        json.WriteString("versionId", facts.Version.ToString(CultureInfo.InvariantCulture));
        json.WriteString("lastUpdated", facts.LastUpdated.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
        json.WriteString("source", facts.Source);
        WriteArray(json, "security", facts.Labels, label => WriteCoding(json, label.System, label.Code, null));
        json.WriteEndObject();
    }

    private static void WriteCustodian(Utf8JsonWriter json, ImagingStudyFacts facts)
    {
        json.WriteStartArray("extension");
        json.WriteStartObject();
        json.WriteString("url", CustodianExtension);
        json.WriteStartObject("valueReference");
        json.WriteString("reference", facts.Custodian);
        WriteText(json, "display", facts.CustodianName);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteIdentifiers(Utf8JsonWriter json, ManifestStudy study)
    {
        json.WriteStartArray("identifier");
        WriteIdentifier(json, Dcm, "110180", "urn:dicom:uid", study.Uid.Urn);
        // an accession number without its issuer is no key: it goes without rather than under a wrong system
        foreach (var accession in study.Accessions)
        {
            if (accession.Authority is { } issuer)
                WriteIdentifier(json, IdentifierType, "ACSN", issuer.Urn, accession.Number);
        }
        json.WriteEndArray();
    }

    // The order is no resource here: a reference by its accession number, as MADO writes it (v2-0203#ACSN and DCM#121022).
    private static void WriteOrder(Utf8JsonWriter json, Accession accession)
    {
        json.WriteStartObject();
        json.WriteString("type", "ServiceRequest");
        json.WriteStartObject("identifier");
        json.WriteStartObject("type");
        json.WriteStartArray("coding");
        WriteCoding(json, IdentifierType, "ACSN", null);
        WriteCoding(json, Dcm, "121022", null);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString("system", accession.Authority!.Value.Urn);
        json.WriteString("value", accession.Number);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSubject(Utf8JsonWriter json, ManifestPatient patient, ImagingStudyFacts facts)
    {
        json.WriteStartObject("subject");
        json.WriteString("reference", facts.Subject);
        json.WriteStartObject("identifier");
        json.WriteString("system", patient.Identifier.Authority.Urn);
        json.WriteString("value", patient.Identifier.Value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSeries(Utf8JsonWriter json, ManifestSeries series, ImagingStudyFacts facts)
    {
        json.WriteStartObject();
        json.WriteString("uid", series.Uid.Text);
        if (series.Number is >= 0)
            json.WriteNumber("number", series.Number.Value);
        json.WritePropertyName("modality");
        WriteCoding(json, Dcm, series.Modality ?? "OT", null);
        WriteText(json, "description", series.Description);
        json.WriteNumber("numberOfInstances", series.Instances.Count);
        WriteArray(json, "endpoint", EndpointsOf(series, facts), endpoint => WriteReference(json, endpoint));
        if (series.Region is { } region)
        {
            json.WritePropertyName("bodySite");
            WriteCoding(json, CodeSystems.UriOf(region.Scheme), region.Value, region.Meaning);
        }
        else if (series.BodyPart is { } part)
        {
            json.WriteStartObject("bodySite");
            WriteText(json, "display", part);
            json.WriteEndObject();
        }
        if (series.Started is { } started)
            json.WriteString("started", started.ToFhir(facts.Zone));
        json.WriteStartArray("instance");
        foreach (var instance in series.Instances)
        {
            json.WriteStartObject();
            json.WriteString("uid", instance.Uid.Text);
            json.WriteStartObject("sopClass");
            json.WriteString("system", Urn);
            json.WriteString("code", "urn:oid:" + instance.SopClass);
            json.WriteEndObject();
            if (instance.Number is >= 0)
                json.WriteNumber("number", instance.Number.Value);
            WriteText(json, "title", instance.Title);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static List<string> EndpointsOf(ManifestSeries series, ImagingStudyFacts facts)
    {
        IEnumerable<RetrieveLocationUid?> places = series.Locations.Count == 0 ? [null] : series.Locations.Select(location => location.Uid);
        return [.. places.Select(facts.EndpointOf).OfType<string>().Select(id => "Endpoint/" + id).Distinct(StringComparer.Ordinal)];
    }

    private static void WriteIdentifier(Utf8JsonWriter json, string typeSystem, string typeCode, string system, string value)
    {
        json.WriteStartObject();
        json.WriteStartObject("type");
        json.WriteStartArray("coding");
        WriteCoding(json, typeSystem, typeCode, null);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString("system", system);
        json.WriteString("value", value);
        json.WriteEndObject();
    }

    private static void WriteConcept(Utf8JsonWriter json, CodedConcept concept)
    {
        json.WriteStartObject();
        json.WriteStartArray("coding");
        WriteCoding(json, CodeSystems.UriOf(concept.Scheme), concept.Value, concept.Meaning);
        json.WriteEndArray();
        WriteText(json, "text", concept.Meaning);
        json.WriteEndObject();
    }

    private static void WriteCoding(Utf8JsonWriter json, string? system, string code, string? display)
    {
        json.WriteStartObject();
        WriteText(json, "system", system);
        WriteText(json, "code", code);
        WriteText(json, "display", display);
        json.WriteEndObject();
    }

    private static void WriteReference(Utf8JsonWriter json, string reference)
    {
        json.WriteStartObject();
        json.WriteString("reference", reference);
        json.WriteEndObject();
    }

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IReadOnlyCollection<T> items, Action<T> write)
    {
        if (items.Count == 0)
            return;                                                        // FHIR knows no empty array
        json.WriteStartArray(name);
        foreach (var item in items)
            write(item);
        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            json.WriteString(name, text);
    }
}
