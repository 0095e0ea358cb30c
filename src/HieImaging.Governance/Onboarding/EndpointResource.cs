using HieImaging.DocumentStore;
using HieImaging.FhirServer.Declaring;

namespace HieImaging.Governance.Onboarding;

/// <summary>The ways to custodians' images as FHIR Endpoints: whoever may read the type sees them all.</summary>
internal static class EndpointResource
{
    public static readonly ResourceDeclaration Declaration = new()
    {
        Type = "Endpoint",
        From = $"record_locator.endpoint endpoint",
        Alias = $"endpoint",
        History = $"record_locator.endpoint_history",
        Visible = _ => $"true",
        Audit = OrganizationResource.Told,
        Parameters =
        [
            SearchParameter.Token("status", token => $"endpoint.status = {token.Code}"),
            SearchParameter.Token("connection-type", token => token.Code == "dicom-wado-rs" ? (SqlFragment)$"true" : null),
            SearchParameter.Reference("organization", ["Organization"], organization =>
                $"endpoint.custodian in (select participant from record_locator.organization where id = {organization.Id})"),
        ],
        DefaultSort = "_id",
    };
}
