using System.Text.RegularExpressions;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;

namespace HieImaging.Identity.Answering;

/// <summary>What <c>$ihe-pix</c> was asked, or the profile's error (PIXm table 2:3.83.4.1.3-1).</summary>
internal abstract partial record IhePixQuestion
{
    private IhePixQuestion() { }

    /// <summary>By a number.</summary>
    /// <param name="Source">The number at hand.</param>
    /// <param name="Targets">OIDs of the authorities whose numbers are wanted; empty: all.</param>
    internal sealed record Asked(PatientIdentifier Source, IReadOnlySet<string> Targets) : IhePixQuestion;

    /// <summary>By this node's own id, <c>base|Patient/id</c>.</summary>
    /// <param name="Id"><c>s-…</c> or <c>p-…</c>, whether there is one or not.</param>
    /// <param name="Targets">As above.</param>
    internal sealed record AskedById(string Id, IReadOnlySet<string> Targets) : IhePixQuestion;

    internal sealed record Refused(int Status, FhirIssue Issue) : IhePixQuestion;

    /// <param name="query">Without <c>_format</c>.</param>
    /// <param name="domain">Whose authorities are known.</param>
    /// <param name="publicBase">The base of this node's own resources, no slash at the end.</param>
    public static IhePixQuestion Read(SearchQuery query, Domain domain, string publicBase)
    {
        if (query.Terms.FirstOrDefault(term => term.Parameter is not ("sourceIdentifier" or "targetSystem")) is { } unknown)
            return Refuse(400, IssueCode.NotSupported, "$ihe-pix takes sourceIdentifier and targetSystem.", unknown.Parameter);
        if (query.Terms.Where(term => term.Name == "sourceIdentifier").ToList() is not [{ Values: [var text] }]
            || TokenValue.Parse("sourceIdentifier", text) is not SearchReading<TokenValue>.Accepted { Value: var (system, value) }
            || (system is { Length: > 0 } && value.Length == 0))
            return Refuse(400, IssueCode.Required, "sourceIdentifier is needed once, as system|value.", "sourceIdentifier");

        var isOwnId = system?.TrimEnd('/') == publicBase;
        var authority = default(AssigningAuthority);
        if (!isOwnId && !NamedAuthority.TryFind(domain, system, out authority))
            return Refuse(400, IssueCode.CodeInvalid, "sourceIdentifier Assigning Authority not found", "sourceIdentifier");
        var targets = new HashSet<string>(StringComparer.Ordinal);
        foreach (var target in query.Terms.Where(term => term.Name == "targetSystem").SelectMany(term => term.Values))
        {
            if (!NamedAuthority.TryFind(domain, target, out var wanted))
                return Refuse(403, IssueCode.CodeInvalid, "targetSystem not found", "targetSystem");
            targets.Add(wanted.Oid.Text);
        }
        if (isOwnId)
            return OwnId().Match(value) is { Success: true } id ? new AskedById(id.Groups[1].Value, targets) : NotFound;
        return PatientIdentifier.TryCreate(authority, value, out var source) ? new Asked(source, targets) : NotFound;
    }

    /// <summary>Nobody whom the caller may know of has the number: absent and forbidden are one answer (principle 9).</summary>
    public static Refused NotFound { get; } =
        Refuse(404, IssueCode.NotFound, "sourceIdentifier Patient Identifier not found", "sourceIdentifier");

    [GeneratedRegex("^Patient/([ps]-[0-9a-z]{1,40})$", RegexOptions.CultureInvariant)]
    private static partial Regex OwnId();

    private static Refused Refuse(int status, string code, string text, string expression) =>
        new(status, FhirIssue.Error(code, text, expression));
}
