using System.Globalization;
using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Manifests.KeyObjects;

namespace HieImaging.Manifests.ImagingStudies;

/// <summary>
/// Whose study it is: by the subject's identifier, by a contained Patient, or by a source identity of this exchange; where two say it, they
/// say the same.
/// </summary>
internal static class SubmittedPatient
{
    public static (ManifestPatient? Patient, ManifestRefusal? Refusal) Read(JsonElement study, ImagingStudyTerms terms)
    {
        if (!study.TryGetProperty("subject", out var subject))
            return Refused(ManifestRefusal.NoPatient, "ImagingStudy.subject is missing.");
        var contained = study.Items("contained").FirstOrDefault(one =>
            one.Text("resourceType") == "Patient" && "#" + one.Text("id") == subject.Text("reference"));
        List<JsonElement> identifiers = [.. contained.Items("identifier")];
        if (subject.TryGetProperty("identifier", out var own))
            identifiers.Insert(0, own);
        PatientIdentifier? named = terms.Subject;
        foreach (var identifier in identifiers.Take(1))
        {
            var (read, refusal) = Identifier(identifier, terms.Custodian);
            if (refusal is not null)
                return (null, refusal);
            if (named is not null && named != read)
                return Refused(ManifestRefusal.Contradiction, "ImagingStudy.subject refers to one patient and identifies another.");
            named = read;
        }
        if (named is not { } patient)
            return Refused(ManifestRefusal.NoPatient, "ImagingStudy.subject has no identifier and refers to nobody known here.");
        return (new ManifestPatient
        {
            Identifier = patient,
            Name = contained.Items("name").Select(NameOf).FirstOrDefault(name => name is not null),
            BirthDate = DateOnly.TryParseExact(
                contained.Text("birthDate"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born) ? born : null,
            Sex = contained.Text("gender") switch { "male" => "M", "female" => "F", "other" => "O", _ => null },
        }, null);
    }

    private static (PatientIdentifier? Identifier, ManifestRefusal? Refusal) Identifier(JsonElement identifier, CustodianTerms terms)
    {
        var system = identifier.Text("system");
        if (system is null && terms.DefaultAuthority is null)
            return (null, new(ManifestRefusal.NoAuthority, "The subject's identifier has no system, the custodian no default authority."));
        if (!AssigningAuthority.TryParse(system ?? terms.DefaultAuthority!.Value.Urn, out var authority))
            return (null, new(ManifestRefusal.UnknownAuthority, "The subject's identifier has a system that is no OID."));
        return PatientIdentifier.TryCreate(authority, identifier.Text("value") ?? "", out var read)
            ? (read, null)
            : (null, new(ManifestRefusal.NoPatient, "The subject's identifier has no value that is a patient's number."));
    }

    // family^given^middle, whatever separates there made a blank
    private static string? NameOf(JsonElement name)
    {
        static string Part(string? text) => (PlainText.Of(text) ?? "").Replace('^', ' ').Replace('=', ' ').Replace('\\', ' ');
        var given = name.Items("given").Select(one => Part(one.GetString())).ToList();
        var text = string.Join('^', [Part(name.Text("family")), .. given.Take(2)]).TrimEnd('^');
        return PlainText.Of(text);
    }

    private static (ManifestPatient?, ManifestRefusal?) Refused(string code, string text) => (null, new ManifestRefusal(code, text));
}
