using HieImaging.DocumentStore;
using HieImaging.Fhir.Validation;
using HieImaging.FhirServer.Declaring;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;

namespace HieImaging.Governance.Onboarding;

/// <summary>The exchange's participants as FHIR Organizations (mCSD): whoever may read the type sees them all.</summary>
internal static class OrganizationResource
{
    public static readonly ResourceDeclaration Declaration = new()
    {
        Type = "Organization",
        Profile = ProfileTables.House + "StructureDefinition/hie-organization",
        From = $"record_locator.organization organization",
        Alias = $"organization",
        History = $"record_locator.organization_history",
        Visible = _ => $"true",
        Audit = Told,
        Parameters =
        [
            SearchParameter.String("name", (value, modifier) => modifier switch
            {
                "exact" => $"organization.name = {value.Text}",
                "contains" => $"strpos(lower(organization.name), lower({value.Text})) > 0",
                _ => $"starts_with(lower(organization.name), lower({value.Text}))",
            }),
            SearchParameter.Token("identifier", token => token.System is null
                ? (SqlFragment)$"exists (select from unnest(organization.identifiers) known where right(known, length({token.Code}) + 1) = '|' || {token.Code})"
                : $"{token.System + "|" + token.Code} = any(organization.identifiers)"),
            SearchParameter.Token("active", token => token.Code == "true" ? (SqlFragment)$"true" : null),
        ],
        DefaultSort = "_id",
        Summary = ["identifier", "active", "type", "name"],
    };

    /// <summary>No patient's data: one record a request, with what was asked for.</summary>
    internal static void Told(DocumentSession session, FhirDisclosure told) => AuditTrail.Append(session,
        AuditRecord.For(told.Http.Caller(), told.Transaction) with
        {
            Entity = told.Rows.Count == 1 ? $"{told.Type}/{told.Rows[0].Id}" : told.Type
        });
}
