using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Identity.Documents;
using HieImaging.Identity.Matching;
using HieImaging.RecordLocator.Persons;
using static HieImaging.Fhir.Json.JsonMembers;

namespace HieImaging.Identity.Keeping;

/// <summary>What a FHIR Patient says that matching and linking need; the resource has passed the structural check.</summary>
internal static class PatientReader
{
    /// <summary>The source identity that this Patient is, under one of the identifiers that it carries.</summary>
    public static SourceIdentity Read(
        JsonElement patient, byte[] canonical, string id, PatientIdentifier own,
        IdentityOrigin origin, string feeder, DateTimeOffset now) => new()
    {
        Id = id,
        Version = 1,
        LastUpdated = now,
        Authority = own.Authority.Oid.Text,
        Value = own.Value,
        Origin = origin,
        Feeder = feeder,
        Active = !patient.TryGetProperty("active", out var active) || active.GetBoolean(),
        Identifiers = [.. CarriedIdentifier.In(patient).Append(new CarriedIdentifier(own.Authority.Urn, own.Value)).Distinct()],
        Family = [.. Names(patient, "family").Distinct()],
        Given = [.. Names(patient, "given").Distinct()],
        Terms = PatientTerms.In(patient),
        BirthDate = Text(patient, "birthDate"),
        Gender = Text(patient, "gender"),
        Patient = canonical,
    };

    private static IEnumerable<string> Names(JsonElement patient, string part) =>
        from name in Items(patient, "name")
        from text in name.TryGetProperty(part, out var value)
            ? value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(item => item.GetString()) : [value.GetString()]
            : []
        let folded = FoldedText.Name(text)
        where folded is not null
        select folded;
}
