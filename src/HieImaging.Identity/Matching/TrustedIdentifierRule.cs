using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Matching;

/// <summary>
/// The deterministic rule: two source identities are one person when they carry the same trusted identifier and two of family name, given
/// name and birth date agree, while neither given name nor birth date differs (a parent's number on the child, twins). A family name may
/// differ: people marry. Scoring and review come to the same seam.
/// </summary>
internal static class TrustedIdentifierRule
{
    public const string Name = "trusted-identifier";

    public static LinkDecision Decide(SourceIdentity a, SourceIdentity b, IReadOnlySet<string> trusted)
    {
        if (!a.Active || !b.Active)
            return new LinkDecision.Distinct("An inactive record links nothing.");
        if (Conflicting(a, b, trusted))
            return new LinkDecision.Distinct("They carry different trusted identifiers of one system.");
        if (!Trusted(a, trusted).Intersect(Trusted(b, trusted)).Any())
            return new LinkDecision.Unknown();

        var evidence = Corroboration.Of(a, b);
        if (evidence.Given == false || evidence.BirthDate == false)
            return new LinkDecision.Doubtful(evidence, "The same trusted identifier, but given name or birth date differs.");
        return evidence.Agreeing >= 2
            ? new LinkDecision.Linked(evidence)
            : new LinkDecision.Doubtful(evidence, "The same trusted identifier, but fewer than two fields corroborate it.");
    }

    // Both carry numbers of a trusted system and none in common.
    private static bool Conflicting(SourceIdentity a, SourceIdentity b, IReadOnlySet<string> trusted) =>
        Trusted(a, trusted).GroupBy(x => x.System).Any(mine =>
        {
            var theirs = Trusted(b, trusted).Where(x => x.System == mine.Key).ToList();
            return theirs.Count > 0 && !theirs.Intersect(mine).Any();
        });

    private static IEnumerable<(string System, string Key)> Trusted(SourceIdentity source, IReadOnlySet<string> trusted) =>
        from identifier in source.Identifiers
        where trusted.Contains(identifier.System)
        let key = IdentifierKey.Of(identifier.Value)
        where key is not null
        select (identifier.System, key);
}
