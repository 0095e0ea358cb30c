using HieImaging.DocumentStore;
using HieImaging.Fhir.Validation;
using HieImaging.FhirServer.Declaring;

namespace HieImaging.Governance.Onboarding;

/// <summary>The ways to custodians' images as FHIR Endpoints: whoever may read the type sees them all.</summary>
internal static class EndpointResource
{
    public static readonly ResourceDeclaration Declaration = new()
    {
        Type = "Endpoint",
        Profile = ProfileTables.House + "StructureDefinition/hie-endpoint",
        From = $"record_locator.endpoint endpoint",
        Alias = $"endpoint",
        History = $"record_locator.endpoint_history",
        Visible = _ => $"true",
        Audit = OrganizationResource.Told,
        Parameters =
        [
            SearchParameter.Token("status", token => $"endpoint.status = {token.Code}") with { Present = $"true" },
            SearchParameter.Token("connection-type", token => token.Code == "dicom-wado-rs" ? (SqlFragment)$"true" : null),
            SearchParameter.Reference("organization", ["Organization"], organization =>
                $"endpoint.custodian in (select participant from record_locator.organization where id = {organization.Id})"),
        ],
        DefaultSort = "_id",
        References =
        [
            new("organization", "Organization", endpoints => $"""
                select managing.id from record_locator.organization managing
                where managing.participant in (select way.custodian from record_locator.endpoint way where way.id in ({endpoints}))
                """)
            {
                Refers = organizations => $"""
                    endpoint.custodian in
                        (select managing.participant from record_locator.organization managing where managing.id in ({organizations}))
                    """,
            },
        ],
        Summary =
        [
            "identifier", "status", "connectionType", "name", "managingOrganization", "period", "payloadType", "payloadMimeType", "address",
        ],
    };
}
