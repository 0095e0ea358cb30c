using System.Text.Json;
using static HieImaging.Fhir.Json.JsonMembers;

namespace HieImaging.RecordLocator.Persons;

/// <summary>An identifier as FHIR writes it: system and value, neither empty.</summary>
public sealed record CarriedIdentifier(string System, string Value)
{
    // R4 names these by a URL of its own beside the OID that CX and manifests use (R4, identifier-registry).
    private static readonly Dictionary<string, string> Oids = new(StringComparer.Ordinal)
    {
        ["http://hl7.org/fhir/sid/us-ssn"] = "urn:oid:2.16.840.1.113883.4.1",
        ["http://hl7.org/fhir/sid/us-medicare"] = "urn:oid:2.16.840.1.113883.4.572",
        ["http://hl7.org/fhir/sid/us-mbi"] = "urn:oid:2.16.840.1.113883.4.927",
    };

    /// <summary>The one spelling of a system that has two.</summary>
    public static string SystemOf(string system) => Oids.GetValueOrDefault(system, system);

    /// <summary>Every identifier of a FHIR Patient that has both; one without a system is nobody's.</summary>
    public static IEnumerable<CarriedIdentifier> In(JsonElement patient)
    {
        foreach (var identifier in Items(patient, "identifier"))
            if (Text(identifier, "system") is { Length: > 0 } system && Text(identifier, "value")?.Trim() is { Length: > 0 } value)
                yield return new CarriedIdentifier(SystemOf(system), value);
    }
}
