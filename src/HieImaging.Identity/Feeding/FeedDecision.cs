using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Feeding;

/// <summary>Whether a Patient Identity Feed message (ITI-104) is taken: one source for an authority, and a Patient that carries the number
/// it is fed under.</summary>
internal abstract record FeedDecision
{
    private FeedDecision() { }

    internal sealed record Accepted(PatientIdentifier Identifier, string Feeder) : FeedDecision;

    internal sealed record Refused(int Status, FhirIssue Issue) : FeedDecision;

    /// <param name="query">The condition: exactly <c>identifier=system|value</c> (PIXm 2:3.104.4.1.2.1).</param>
    /// <param name="patient">A structurally sound Patient.</param>
    /// <param name="domain">Who feeds which authority.</param>
    /// <param name="actsFor">The participants that the caller speaks for.</param>
    public static FeedDecision On(SearchQuery query, JsonElement patient, Domain domain, IReadOnlyList<string> actsFor)
    {
        if (query.Terms is not [{ Name: "identifier", Modifier: null, Chain: null, Values: [var text] }]
            || TokenValue.Parse("identifier", text)
                is not SearchReading<TokenValue>.Accepted { Value: { System: { Length: > 0 } system, Code: { Length: > 0 } value } })
            return Refuse(400, IssueCode.Invalid,
                "A Patient is fed by PUT Patient?identifier=system|value, with exactly that parameter.", "identifier");
        if (!system.StartsWith("urn:oid:", StringComparison.Ordinal) || !AssigningAuthority.TryParse(system, out var authority)
            || !PatientIdentifier.TryCreate(authority, value, out var identifier))
            return Refuse(400, IssueCode.CodeInvalid,
                "The identifier's system is not urn:oid: and an OID, or its value is not a number.", "identifier");
        if (actsFor.FirstOrDefault(participant => domain.MayFeed(participant, authority)) is not { } feeder)
            return Refuse(403, IssueCode.Forbidden, "The caller is not the source that feeds this assigning authority.", "identifier");
        if (!CarriedIdentifier.In(patient).Any(carried => carried.System == identifier.Authority.Urn && carried.Value == identifier.Value))
            return Refuse(422, IssueCode.BusinessRule,
                "The Patient does not carry the identifier that it is fed under.", "Patient.identifier");
        if (CarriedIdentifier.In(patient).Any(carried => carried.System == identifier.Authority.Urn && carried.Value != identifier.Value))
            return Refuse(422, IssueCode.BusinessRule, "The Patient carries two numbers of one assigning authority.", "Patient.identifier");
        if (patient.TryGetProperty("link", out _))
            return Refuse(422, IssueCode.NotSupported,
                "Resolving duplicates through Patient.link is not supported by this node yet.", "Patient.link");
        return new Accepted(identifier, feeder);
    }

    private static Refused Refuse(int status, string code, string text, string expression) =>
        new(status, FhirIssue.Error(code, text, expression));
}
