using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Validation;
using HieImaging.Identity.Documents;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Loading;

/// <summary>Whether bytes are a Patient that may be loaded under an authority: what the feed's door asks of one. Pure.</summary>
internal static class LoadJudgement
{
    private static readonly Profile? House = ProfileTables.Find(ProfileTables.House + "StructureDefinition/hie-patient");

    public static LoadRecord Of(long line, ReadOnlyMemory<byte> utf8, AssigningAuthority authority)
    {
        var reading = FhirJson.Read(utf8);
        if (reading is not FhirReading.Accepted { Resource: var resource })
            return new LoadRecord.Refused(line, At(((FhirReading.Refused)reading).Issues[0]));
        if (resource.Type != "Patient")
            return new LoadRecord.Refused(line, "it is no Patient");
        var issues = Validator.Validate(resource, House is null ? [] : [House]);
        if (issues.FirstOrDefault(issue => issue.Severity == IssueSeverity.Error) is { } wrong)
            return new LoadRecord.Refused(line, At(wrong));
        if (PatientBounds.Exceeded(resource.Root) is { } element)
            return new LoadRecord.Refused(line, $"{IssueCode.TooLong} at Patient.{element}");
        if (resource.Root.TryGetProperty("link", out _))
            return new LoadRecord.Refused(line, "Patient.link is not loaded; merges are fed");
        var own = CarriedIdentifier.In(resource.Root).Where(carried => carried.System == authority.Urn).Select(carried => carried.Value)
            .Distinct(StringComparer.Ordinal).ToList();
        if (own.Count != 1)
            return new LoadRecord.Refused(line, own.Count == 0 ? "no number of the authority" : "two numbers of the authority");
        return PatientIdentifier.TryCreate(authority, own[0], out var identifier)
            ? new LoadRecord.Read(line, identifier, resource)
            : new LoadRecord.Refused(line, "its number is no patient number");
    }

    // The rule and the place, never the value.
    private static string At(FhirIssue issue) => $"{issue.Code} at {issue.Expression ?? "the line"}";
}
