using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;

namespace HieImaging.Identity.Answering;

/// <summary>What <c>$ihe-pix</c> was asked, or the profile's error (PIXm table 2:3.83.4.1.3-1).</summary>
internal abstract record IhePixQuestion
{
    private IhePixQuestion() { }

    /// <param name="Source">The number at hand.</param>
    /// <param name="Targets">OIDs of the authorities whose numbers are wanted; empty: all.</param>
    internal sealed record Asked(PatientIdentifier Source, IReadOnlySet<string> Targets) : IhePixQuestion;

    internal sealed record Refused(int Status, FhirIssue Issue) : IhePixQuestion;

    public static IhePixQuestion Read(SearchQuery query, Domain domain)
    {
        if (query.Terms.FirstOrDefault(term => term.Parameter is not ("sourceIdentifier" or "targetSystem")) is { } unknown)
            return Refuse(400, IssueCode.NotSupported, "$ihe-pix takes sourceIdentifier and targetSystem.", unknown.Parameter);
        if (query.Terms.Where(term => term.Name == "sourceIdentifier").ToList() is not [{ Values: [var text] }]
            || TokenValue.Parse("sourceIdentifier", text) is not SearchReading<TokenValue>.Accepted { Value: var (system, value) }
            || (system is { Length: > 0 } && value.Length == 0))
            return Refuse(400, IssueCode.Required, "sourceIdentifier is needed once, as system|value.", "sourceIdentifier");
        if (!AssigningAuthority.TryParse(system, out var authority) || !Known(domain, authority))
            return Refuse(400, IssueCode.CodeInvalid, "sourceIdentifier Assigning Authority not found", "sourceIdentifier");
        if (!PatientIdentifier.TryCreate(authority, value, out var source))
            return Refuse(404, IssueCode.NotFound, "sourceIdentifier Patient Identifier not found", "sourceIdentifier");

        var targets = new HashSet<string>(StringComparer.Ordinal);
        foreach (var target in query.Terms.Where(term => term.Name == "targetSystem").SelectMany(term => term.Values))
        {
            if (!AssigningAuthority.TryParse(target, out var wanted) || !Known(domain, wanted))
                return Refuse(403, IssueCode.CodeInvalid, "targetSystem not found", "targetSystem");
            targets.Add(wanted.Oid.Text);
        }
        return new Asked(source, targets);
    }

    private static bool Known(Domain domain, AssigningAuthority authority) =>
        domain.Authority(authority) is not null || domain.IsPatientIdDomain(authority);

    private static Refused Refuse(int status, string code, string text, string expression) =>
        new(status, FhirIssue.Error(code, text, expression));
}
