using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Declaring;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Persons;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;

namespace HieImaging.Identity.Answering;

/// <summary>Patient by an identifier: whose number it is, not who claims to carry it.</summary>
internal static class PatientIdentifierSearch
{
    public static SearchParameter Parameter(ResourceIds ids) => SearchParameter.Custom(
        "identifier", SearchParameterType.Token, (term, asked) =>
            term is { Modifier: null, Chain: null }
                ? SearchParameter.AnyOf(term, TokenValue.Parse, token => Where(token, asked.Http.Caller(), ids))
                : SearchParameter.NotSupported(term));

    internal static SqlFragment Where(TokenValue token, Caller caller, ResourceIds ids)
    {
        // Who may not know of every source finds what his own sources say; the way through a person would tell him of others.
        if (!PatientPolicy.SeesAll(caller))
            return $"patient.id in (select carried.source_id from record_locator.patient_identifier carried where {Says(token)})";
        if (token.System is null || token.Code.Length == 0)
            return $"patient.sources && array(select carried.source_id from record_locator.patient_identifier carried where {Says(token)} and carried.own)";
        if (!AssigningAuthority.TryParse(token.System, out var authority)
            || !PatientIdentifier.TryCreate(authority, token.Code, out var number))
            return $"patient.sources && array({PersonExpansion.OfClaim(token.System, token.Code)})";
        // A number of the domain's authorities is its source's own; what others claim to carry of it is evidence for a link, not an answer.
        if (caller.Domain.Authority(authority) is not null || caller.Domain.IsPatientIdDomain(authority))
            return $"patient.sources && array[{ids.Source(number)}]";
        return $"patient.sources && array({PersonExpansion.OfClaim(authority.Urn, number.Value)})";
    }

    private static SqlFragment Says(TokenValue token)
    {
        if (token.System is null)
            return $"carried.value = {token.Code}";
        var system = CarriedIdentifier.SystemOf(token.System);
        if (token.Code.Length == 0)
            return $"carried.system = {system}";
        return $"carried.system = {system} and carried.value = {token.Code}";
    }
}
