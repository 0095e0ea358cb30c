using System.Globalization;
using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Manifests.KeyObjects;

namespace HieImaging.Manifests.ImagingStudies;

/// <summary>
/// An ImagingStudy that a participant submits becomes a manifest: who, which study, which instances and where. What a manifest cannot say
/// stays in the resource as it came. Texts of a refusal name elements, never their values.
/// </summary>
public static class ImagingStudyReader
{
    /// <param name="study">Structurally sound R4.</param>
    public static KeyObjectReading Read(JsonElement study, ImagingStudyTerms terms)
    {
        // taken back by its source: it references nothing any more
        if (study.Text("status") is "entered-in-error" or "cancelled")
            return Refused(ManifestRefusal.NoEvidence, "ImagingStudy.status says that there is nothing.");
        if (UidOf(study) is not { } uid)
            return Refused(ManifestRefusal.BadUid, "ImagingStudy.identifier names no Study Instance UID under urn:dicom:uid.");
        var (patient, refusal) = SubmittedPatient.Read(study, terms);
        if (patient is null)
            return new KeyObjectReading.Refused(refusal!);
        var (series, wrong) = SubmittedSeries.Read(study, terms);
        if (wrong is not null)
            return new KeyObjectReading.Refused(wrong);
        return new KeyObjectReading.Manifests([new Manifest
        {
            KeyObject = terms.Document,
            Title = ManifestTitle.Manifest,
            Role = ManifestRole.Manifest,
            Content = MomentOf(terms.Received),
            OwnStudy = uid,
            Patient = patient,
            Study = new ManifestStudy
            {
                Uid = uid,
                Started = Started(study),
                Accessions = Accessions(study, terms.Custodian),
                Description = PlainText.Of(study.Text("description")),
                Procedure = study.Items("procedureCode").Select(Concept).FirstOrDefault(concept => concept is not null),
                ReferringPhysician = study.TryGetProperty("referrer", out var referrer) ? Name(referrer) : null,
                Reasons = Said(study.Items("reasonCode").Select(Concept)),
                Interpreters = Said(study.Items("interpreter").Select(Name)),
                Series = series,
            },
        }]);
    }

    /// <summary>FHIR dateTime as a moment; null where less than a day is said.</summary>
    internal static Moment? Started(JsonElement element)
    {
        if (element.Text("started") is not { Length: >= 10 } text
            || !DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && text.Length > 10
            ? MomentOf(at)
            : new Moment(date, null, null);
    }

    internal static CodedConcept? Coded(JsonElement coding, string? text) => coding.Text("code") is not { } code ? null
        : new CodedConcept(
            code, CodeSystems.DesignatorOf(coding.Text("system") ?? ""), PlainText.Of(coding.Text("display") ?? text) ?? code);

    private static List<T>? Said<T>(IEnumerable<T?> items)
        where T : class => items.OfType<T>().ToList() is { Count: > 0 } said ? said : null;

    private static Moment MomentOf(DateTimeOffset at) => new(
        DateOnly.FromDateTime(at.DateTime), TimeOnly.FromDateTime(at.DateTime), (int)at.Offset.TotalMinutes);

    private static CodedConcept? Concept(JsonElement concept) => concept.Items("coding")
        .Select(coding => Coded(coding, concept.Text("text"))).FirstOrDefault(one => one is not null);

    private static StudyInstanceUid? UidOf(JsonElement study)
    {
        foreach (var identifier in study.Items("identifier"))
            if (identifier.Text("system") is "urn:dicom:uid"
                && StudyInstanceUid.TryParse(SubmittedSeries.Bare(identifier.Text("value")), out var uid))
                return uid;
        return null;
    }

    // The study's own accession numbers, and those of the orders that it is based on (MADO: v2-0203#ACSN or DCM#121022).
    private static List<Accession> Accessions(JsonElement study, CustodianTerms terms)
    {
        var orders = study.Items("basedOn").Select(order => order.TryGetProperty("identifier", out var identifier) ? identifier : default);
        var accessions = new List<Accession>();
        var seen = new HashSet<Accession>();
        foreach (var identifier in study.Items("identifier").Concat(orders))
        {
            if (!IsAccession(identifier) || PlainText.Of(identifier.Text("value")) is not { } number)
                continue;
            AssigningAuthority? authority = AssigningAuthority.TryParse(identifier.Text("system"), out var issuer) ? issuer
                : identifier.Text("system") is null ? terms.AccessionAuthority : null;
            var accession = new Accession(number, authority);
            if (seen.Add(accession))
                accessions.Add(accession);
        }
        return accessions;
    }

    private static bool IsAccession(JsonElement identifier) =>
        identifier.ValueKind == JsonValueKind.Object && identifier.TryGetProperty("type", out var type)
        && type.Items("coding").Any(coding => coding.Text("code") is "ACSN" or "121022");

    // A name that people read is a PN of one component; what separates there is a blank here.
    private static string? Name(JsonElement reference) =>
        PlainText.Of(reference.Text("display")?.Replace('^', ' ').Replace('=', ' ').Replace('\\', ' '));

    private static KeyObjectReading.Refused Refused(string code, string text) => new(new ManifestRefusal(code, text));
}
