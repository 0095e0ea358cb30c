using System.Text.Json.Nodes;
using HieImaging.Fhir.Json;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Documents;

/// <summary>The Patient of a source identity: as its source said it, under this node's id and version.</summary>
internal static class SourcePatient
{
    public static SourceIdentity Stamp(SourceIdentity source) =>
        source with { Patient = FhirJson.Stamped(source.Patient, source.Id, source.Version, source.LastUpdated) };

    /// <summary>What was said, without id, version and time: to tell whether anything new was said.</summary>
    public static byte[] Unstamped(byte[] patient)
    {
        var json = JsonNode.Parse(patient)!.AsObject();
        json.Remove("id");
        if (json["meta"] is JsonObject meta)
        {
            meta.Remove("versionId");
            meta.Remove("lastUpdated");
            if (meta.Count == 0)
                json.Remove("meta");
        }
        return FhirJson.Canonical(json);
    }
}
