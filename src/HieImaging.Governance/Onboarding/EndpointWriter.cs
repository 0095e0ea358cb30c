using System.Text.Json.Nodes;
using HieImaging.AffinityDomain.Participants;

namespace HieImaging.Governance.Onboarding;

/// <summary>The way to a custodian's images as a FHIR R4 Endpoint: this node's WADO-RS address, never the archive's (principle 10).
/// Pure.</summary>
internal static class EndpointWriter
{
    /// <summary>MADO's Retrieve Location UID.</summary>
    public const string LocationExtension = "https://profiles.ihe.net/RAD/MADO/StructureDefinition/MadoRetrieveLocationUIDExtension";

    /// <summary>SMART imaging access.</summary>
    public const string TokenExtension = "http://hl7.org/fhir/smart-app-launch/StructureDefinition/requires-access-token";

    /// <param name="location">Null: the custodian's default archive.</param>
    public static JsonObject Write(Participant custodian, string organizationId, string? location, string publicBase)
    {
        var extensions = new JsonArray();
        if (location is not null)
            extensions.Add(new JsonObject { ["url"] = LocationExtension, ["valueString"] = location });
        extensions.Add(new JsonObject { ["url"] = TokenExtension, ["valueBoolean"] = true });
        return new JsonObject
        {
            ["resourceType"] = "Endpoint",
            ["extension"] = extensions,
            ["status"] = "active",
            ["connectionType"] = new JsonObject
            {
                ["system"] = "http://terminology.hl7.org/CodeSystem/endpoint-connection-type",
                ["code"] = "dicom-wado-rs"
            },
            ["name"] = custodian.Name,
            ["managingOrganization"] = new JsonObject { ["reference"] = "Organization/" + organizationId },
            ["payloadType"] = new JsonArray(new JsonObject
            {
                ["coding"] = new JsonArray(new JsonObject
                {
                    ["system"] = "http://terminology.hl7.org/CodeSystem/endpoint-payload-type",
                    ["code"] = "none"
                }),
                ["text"] = "DICOM WADO-RS",
            }),
            ["payloadMimeType"] = new JsonArray("application/dicom", "application/octet-stream", "application/dicom+json"),
            ["address"] = $"{publicBase}/dicomweb/at/{custodian.Id}",
        };
    }
}
