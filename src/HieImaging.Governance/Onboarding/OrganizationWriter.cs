using System.Text.Json.Nodes;
using HieImaging.AffinityDomain.Participants;

namespace HieImaging.Governance.Onboarding;

/// <summary>A participant as a FHIR R4 Organization (mCSD): its id in the domain, its OID where it has one. Pure.</summary>
internal static class OrganizationWriter
{
    public static JsonObject Write(Participant participant, string domainOid)
    {
        var identifiers = new JsonArray(new JsonObject { ["system"] = "urn:oid:" + domainOid, ["value"] = participant.Id });
        if (participant.Oid is not null)
            identifiers.Add(new JsonObject { ["system"] = "urn:ietf:rfc:3986", ["value"] = "urn:oid:" + participant.Oid });
        var organization = new JsonObject
        {
            ["resourceType"] = "Organization",
            ["identifier"] = identifiers,
            ["active"] = true,
        };
        if (Type(participant) is { } type)
            organization["type"] = new JsonArray(new JsonObject
            {
                ["coding"] = new JsonArray(new JsonObject
                {
                    ["system"] = "http://terminology.hl7.org/CodeSystem/organization-type",
                    ["code"] = type
                }),
            });
        organization["name"] = participant.Name;
        return organization;
    }

    /// <summary>As the column <c>identifiers</c> is asked: <c>system|value</c>.</summary>
    public static string[] Tokens(JsonObject organization) =>
        [.. organization["identifier"]!.AsArray().Select(identifier => $"{identifier!["system"]}|{identifier["value"]}")];

    private static string? Type(Participant participant) =>
        participant.Is(ParticipantKind.Facility) || participant.Is(ParticipantKind.Ehr) ? "prov"
        : participant.Is(ParticipantKind.Payer) ? "pay"
        : null;
}
