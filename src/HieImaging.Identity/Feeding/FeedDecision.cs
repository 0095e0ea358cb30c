using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;
using HieImaging.Identity.Documents;
using HieImaging.RecordLocator.Persons;
using static HieImaging.Fhir.Json.JsonMembers;

namespace HieImaging.Identity.Feeding;

/// <summary>What a Patient Identity Feed message (ITI-104) says, and whether it is taken: of its source's own numbers alone, and a Patient
/// that carries the number it is fed under.</summary>
internal abstract record FeedDecision
{
    private FeedDecision() { }

    /// <summary>Add or revise.</summary>
    internal sealed record Accepted(PatientIdentifier Identifier, string Feeder) : FeedDecision;

    /// <summary>Resolve duplicate: the number is given up for another.</summary>
    internal sealed record Duplicate(PatientIdentifier Subsumed, PatientIdentifier Survivor, string Feeder) : FeedDecision;

    internal sealed record Refused(int Status, FhirIssue Issue) : FeedDecision;

    /// <param name="query">The condition: exactly <c>identifier=system|value</c> (PIXm 2:3.104.4.1.2.1).</param>
    /// <param name="patient">A structurally sound Patient.</param>
    /// <param name="domain">Who feeds which authority.</param>
    /// <param name="actsFor">The participants that the caller speaks for.</param>
    public static FeedDecision On(SearchQuery query, JsonElement patient, Domain domain, IReadOnlyList<string> actsFor)
    {
        var asked = OfNumber(query, domain, actsFor);
        if (asked is not Accepted(var identifier, _))
            return asked;
        if (PatientBounds.Exceeded(patient) is { } element)
            return Refuse(422, IssueCode.TooLong, "The Patient says more of this than is taken of one.", "Patient." + element);
        if (!CarriedIdentifier.In(patient).Any(carried => carried.System == identifier.Authority.Urn && carried.Value == identifier.Value))
            return Refuse(422, IssueCode.BusinessRule,
                "The Patient does not carry the identifier that it is fed under.", "Patient.identifier");
        if (CarriedIdentifier.In(patient).Any(carried => carried.System == identifier.Authority.Urn && carried.Value != identifier.Value))
            return Refuse(422, IssueCode.BusinessRule, "The Patient carries two numbers of one assigning authority.", "Patient.identifier");
        return patient.TryGetProperty("link", out var links) && links.GetArrayLength() > 0
            ? OfLinks(identifier, patient, links, domain, actsFor)
            : asked;
    }

    /// <summary>The number alone: what a removal names (PIXm 2:3.104.4.4), and whose it is to speak of.</summary>
    public static FeedDecision OfNumber(SearchQuery query, Domain domain, IReadOnlyList<string> actsFor)
    {
        if (query.Terms is not [{ Name: "identifier", Modifier: null, Chain: null, Values: [var text] }]
            || TokenValue.Parse("identifier", text)
                is not SearchReading<TokenValue>.Accepted { Value: { System: { Length: > 0 } system, Code: { Length: > 0 } value } })
            return Refuse(400, IssueCode.Invalid,
                "A Patient is fed and removed by Patient?identifier=system|value, with exactly that parameter.", "identifier");
        if (Number(system, value) is not { } identifier)
            return Refuse(400, IssueCode.CodeInvalid,
                "The identifier's system is not urn:oid: and an OID, or its value is not a number.", "identifier");
        return FeedAuthority.Of(domain, actsFor, identifier) is FeedAuthority.Granted granted
            ? new Accepted(identifier, granted.Feeder)
            : Refuse(403, IssueCode.Forbidden, "The caller is not the source that feeds this assigning authority.", "identifier");
    }

    // PIXm 2:3.104.4.1.2.1: active=false, link.type replaced-by, link.other.identifier; no other link is a feed's to say
    private static FeedDecision OfLinks(
        PatientIdentifier subsumed, JsonElement patient, JsonElement links, Domain domain, IReadOnlyList<string> actsFor)
    {
        if (links.GetArrayLength() != 1 || Text(links[0], "type") != "replaced-by")
            return Refuse(422, IssueCode.NotSupported,
                "Of links a feed says replaced-by, once; who else is the same patient is found by matching.", "Patient.link.type");
        if (!patient.TryGetProperty("active", out var active) || active.ValueKind != JsonValueKind.False)
            return Refuse(422, IssueCode.BusinessRule, "A Patient that is replaced has active=false.", "Patient.active");
        if (!links[0].TryGetProperty("other", out var other) || !other.TryGetProperty("identifier", out var named)
            || Text(named, "system") is not { Length: > 0 } system || Text(named, "value") is not { Length: > 0 } value)
            return Refuse(422, IssueCode.Required,
                "What replaces it is named by its identifier, system and value.", "Patient.link.other.identifier");
        if (Number(system, value) is not { } survivor)
            return Refuse(400, IssueCode.CodeInvalid,
                "The identifier's system is not urn:oid: and an OID, or its value is not a number.", "Patient.link.other.identifier");
        return FeedAuthority.OfMerge(domain, actsFor, subsumed, survivor) switch
        {
            FeedAuthority.Granted granted => new Duplicate(subsumed, survivor, granted.Feeder),
            FeedAuthority.Denied { Reason: FeedDenial.SameNumber } => Refuse(
                422, IssueCode.BusinessRule, "A number is not replaced by itself.", "Patient.link.other.identifier"),
            FeedAuthority.Denied { Reason: FeedDenial.TwoAuthorities } => Refuse(
                422, IssueCode.BusinessRule, "A number is replaced by one of its own assigning authority.", "Patient.link.other.identifier"),
            _ => Refuse(
                403, IssueCode.Forbidden, "The caller is not the source that feeds this assigning authority.", "Patient.link.other.identifier"),
        };
    }

    private static PatientIdentifier? Number(string system, string value) =>
        system.StartsWith("urn:oid:", StringComparison.Ordinal) && AssigningAuthority.TryParse(system, out var authority)
            && PatientIdentifier.TryCreate(authority, value, out var identifier) ? identifier : null;

    private static Refused Refuse(int status, string code, string text, string expression) =>
        new(status, FhirIssue.Error(code, text, expression));
}
