using System.Text.Json;
using HieImaging.Identity.Matching;
using HieImaging.RecordLocator.Persons;
using static HieImaging.Fhir.Json.JsonMembers;

namespace HieImaging.Identity.Candidates;

/// <summary>What a FHIR Patient says of a person, for matching.</summary>
internal static class PatientDemographics
{
    // HL7 table 0203: a hospital's own number; that two differ says nothing.
    private const string OwnNumber = "MR";

    /// <param name="patient">A sound Patient.</param>
    /// <param name="own">The number that it is known by at its source, if it is a source's.</param>
    public static Demographics Read(JsonElement patient, CarriedIdentifier? own)
    {
        var names = Items(patient, "name").OrderBy(name => Rank(Text(name, "use"))).ToList();
        var families = names.Select(name => Text(name, "family")).OfType<string>().Where(family => family.Length > 0)
            .Distinct(StringComparer.Ordinal).ToList();
        var address = Items(patient, "address").OrderBy(one => Text(one, "use") == "old").FirstOrDefault();
        return new Demographics(
            families.FirstOrDefault(),
            names.Select(name => Texts(name, "given")).FirstOrDefault(given => given.Count > 0) ?? [],
            names.Select(name => string.Join(' ', Texts(name, "suffix"))).FirstOrDefault(suffix => suffix.Length > 0),
            Text(patient, "birthDate"), Text(patient, "gender"),
            string.Join(' ', Texts(address, "line")) is { Length: > 0 } line ? line : null,
            Text(address, "city"), Text(address, "state"), Text(address, "postalCode"),
            [.. Items(patient, "telecom").Where(telecom => Text(telecom, "system") is "phone" or "sms")
                .Select(telecom => Text(telecom, "value")).OfType<string>()],
            [.. Identifiers(patient, own)])
        {
            OtherFamilies = [.. families.Skip(1)],
        };
    }

    /// <summary>The record of a source identity, normalised.</summary>
    public static Comparable Of(SourceIdentity source)
    {
        using var patient = JsonDocument.Parse(source.Patient);
        var own = new CarriedIdentifier(AffinityDomain.Identifiers.AssigningAuthority.Parse(source.Authority).Urn, source.Value);
        return Comparable.Of(Read(patient.RootElement, own));
    }

    private static IEnumerable<DemographicIdentifier> Identifiers(JsonElement patient, CarriedIdentifier? own)
    {
        if (own is not null)
            yield return new DemographicIdentifier(own.System, own.Value, OwnNumber);
        foreach (var identifier in Items(patient, "identifier"))
            if (Text(identifier, "system") is { Length: > 0 } system && Text(identifier, "value")?.Trim() is { Length: > 0 } value
                && new CarriedIdentifier(CarriedIdentifier.SystemOf(system), value) != own)
                yield return new DemographicIdentifier(system, value, TypeOf(identifier));
    }

    private static string? TypeOf(JsonElement identifier) =>
        identifier.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.Object
            ? Items(type, "coding").Where(coding => Text(coding, "system") is { } system && system.EndsWith("v2-0203", StringComparison.Ordinal))
                .Select(coding => Text(coding, "code")).FirstOrDefault()
            : null;

    private static int Rank(string? use) => use switch { "official" => 0, "usual" => 1, null => 2, "temp" => 3, "old" or "maiden" => 5, _ => 4 };
}
