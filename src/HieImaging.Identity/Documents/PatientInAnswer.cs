using System.Text.Json.Nodes;
using HieImaging.Fhir.Json;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Documents;

/// <summary>
/// A source identity as it is answered: what its source said; of one that was given up, inactive and replaced by the survivor. That is
/// written into the answer and stored nowhere, so that nothing of a merge is left when it is undone.
/// </summary>
internal static class PatientInAnswer
{
    public static byte[] Of(SourceIdentity source) => Of(source.Patient, source.State == SourceState.Subsumed ? source.SurvivorId : null);

    /// <param name="patient">As it is stored.</param>
    /// <param name="survivor">What it resolves to, where it was given up.</param>
    public static byte[] Of(ReadOnlyMemory<byte> patient, string? survivor)
    {
        if (survivor is null)
            return patient.ToArray();
        var json = JsonNode.Parse(patient.Span)!.AsObject();
        json["active"] = false;
        json["link"] = new JsonArray(new JsonObject
        {
            ["other"] = new JsonObject { ["reference"] = "Patient/" + survivor }, ["type"] = "replaced-by",
        });
        return FhirJson.Canonical(json);
    }
}
