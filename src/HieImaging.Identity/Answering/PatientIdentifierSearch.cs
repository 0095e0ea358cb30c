using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Declaring;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Persons;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;

namespace HieImaging.Identity.Answering;

/// <summary>Patient by an identifier: whose number it is, not who claims to carry it. A system without a value asks for who has a number
/// there at all (PDQm's restriction to domains).</summary>
internal static class PatientIdentifierSearch
{
    public static SearchParameter Parameter(ResourceIds ids) => SearchParameter.Custom(
        "identifier", SearchParameterType.Token, (term, asked) =>
            term is not { Modifier: null, Chain: null } ? SearchParameter.NotSupported(term)
            : NamesUnknownDomain(term, asked.Http.Caller().Domain) ? UnknownDomain
            : SearchParameter.AnyOf(term, TokenValue.Parse, token => Where(token, asked.Http.Caller(), ids))) with
    {
        Documentation =
            "A number of a member's authority finds the person whose number it is; system| finds who has one there, and shows no other",
    };

    internal static SqlFragment Where(TokenValue token, Caller caller, ResourceIds ids)
    {
        // Who may not know of every source finds what his own sources say; the way through a person would tell him of others.
        if (!PatientPolicy.SeesAll(caller))
            return $"""
                patient.id in (
                    select carried.source_id from record_locator.patient_identifier carried where {Says(token, caller.Domain)})
                """;
        if (token.Code.Length == 0)
            return Having(token.System!, caller);
        // A number without its authority is looked for in every member's.
        if (token.System is null)
            return PatientRows.Where(caller, $"source.id = any({EveryMembers(token.Code, caller.Domain, ids)})");
        // A number of the domain's authorities is its source's own; what others claim to carry of it is evidence for a link, not an answer.
        if (NamedAuthority.TryFind(caller.Domain, token.System, out var authority))
            return PatientIdentifier.TryCreate(authority, token.Code, out var number)
                ? PatientRows.Where(caller, $"source.id = {ids.Source(number)}")
                : SqlFragment.Raw("false");
        var system = AssigningAuthority.TryParse(token.System, out var other) ? other.Urn : token.System;
        return Persons($"link.source_id in ({PersonExpansion.OfClaim(system, token.Code)})");
    }

    private static SqlFragment Persons(SqlFragment link) =>
        $"patient.id in (select link.person_id from record_locator.person_link link where {link})";

    private static SqlFragment Having(string system, Caller caller) => NamedAuthority.TryFind(caller.Domain, system, out var authority)
        ? PatientRows.Where(caller, $"source.authority = {authority.Oid.Text}")
        : PatientRows.Where(caller, $"""
            source.id in (select carried.source_id from record_locator.patient_identifier carried
                          where carried.system = {CarriedIdentifier.SystemOf(system)})
            """);

    private static string[] EveryMembers(string value, Domain domain, ResourceIds ids) =>
    [
        .. NamedAuthority.All(domain).Select(oid =>
            PatientIdentifier.TryCreate(AssigningAuthority.Parse(oid), value, out var number) ? ids.Source(number) : ""),
    ];

    // It depends on what is registered, never on who is known.
    private static bool NamesUnknownDomain(SearchTerm term, Domain domain) => term.Values.Any(text =>
        TokenValue.Parse(term.Name, text) is SearchReading<TokenValue>.Accepted { Value: { System: { Length: > 0 } system, Code: "" } }
        && !NamedAuthority.TryFind(domain, system, out _) && !domain.IsTrusted(CarriedIdentifier.SystemOf(system)));

    // PDQm 2:3.78.4.1.3, case 4
    private static SearchCondition UnknownDomain { get; } =
        new SearchCondition.Refused(FhirIssue.Warning(IssueCode.NotFound, "targetSystem not found", "identifier"));

    private static SqlFragment Says(TokenValue token, Domain domain)
    {
        if (token.System is null)
            return $"carried.value = {token.Code}";
        var system = NamedAuthority.SystemOf(domain, token.System);
        if (token.Code.Length == 0)
            return $"carried.system = {system}";
        return $"carried.system = {system} and carried.value = {token.Code}";
    }
}
