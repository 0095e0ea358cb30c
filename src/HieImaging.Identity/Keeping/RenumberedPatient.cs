using System.Text.Json.Nodes;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Fhir.Json;

namespace HieImaging.Identity.Keeping;

/// <summary>The same record under its new number (A47): what was said of the old one, the number in it exchanged.</summary>
internal static class RenumberedPatient
{
    public static byte[] Of(byte[] patient, PatientIdentifier old, PatientIdentifier now)
    {
        var json = JsonNode.Parse(patient)!.AsObject();
        foreach (var identifier in json["identifier"]?.AsArray() ?? [])
            if ((string?)identifier?["system"] == old.Authority.Urn && ((string?)identifier["value"])?.Trim() == old.Value)
                identifier["value"] = now.Value;
        return FhirJson.Canonical(json);
    }
}
