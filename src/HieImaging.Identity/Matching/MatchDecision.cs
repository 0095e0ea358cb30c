namespace HieImaging.Identity.Matching;

internal enum Verdict
{
    /// <summary>One person.</summary>
    Link,

    /// <summary>Perhaps one person: for a human to decide, no link meanwhile.</summary>
    Review,

    /// <summary>Nothing says that they are one person.</summary>
    None,

    /// <summary>Positively not one person: never to be joined, not by way of a third either.</summary>
    Distinct,
}

/// <summary>What is decided of two records by a model at a population's size, and why: a function of these alone.</summary>
/// <param name="Bits">What the verdict weighed against <paramref name="Cut"/>: the score with address and telephone as one capped signal.</param>
/// <param name="Rule">What decided: <c>trusted-identifier</c> or <c>score</c>.</param>
/// <param name="Relation">The relation that explains the pair best, and by how many bits the same person is likelier.</param>
/// <param name="Vetoes">What forbids a link, whatever the score.</param>
/// <param name="Forbids">Whether a veto contradicts, and the deterministic rule did not see through it (Liz is Elizabeth, who has her number): then the two are
/// not joined by way of a third either.</param>
internal sealed record MatchDecision(
    Verdict Verdict, string Rule, double Bits, double Cut, MatchScore Score,
    string Relation, double RelationBits, IReadOnlyList<string> Vetoes, bool Forbids, string Model)
{
    /// <summary>The waterfall: bits by field.</summary>
    public IReadOnlyList<FieldBits> ByField => Score.ByField;

    public static MatchDecision Of(
        MatchWeights weights, IReadOnlySet<string> trustedSystems, double population, Comparable a, Comparable b)
    {
        var score = MatchScore.Of(weights, a, b);
        return Of(weights, trustedSystems, a, b, score, Guarding.Bits(weights.Guards, score), Matching.Cut.Bits(population));
    }

    /// <summary>The same; null where the score alone says that it is neither a link nor for a human, as of most candidates: then nobody asks
    /// why.</summary>
    public static MatchDecision? OfWorthKeeping(
        MatchWeights weights, IReadOnlySet<string> trustedSystems, double population, Comparable a, Comparable b)
    {
        var score = MatchScore.Of(weights, a, b);
        var (bits, cut) = (Guarding.Bits(weights.Guards, score), Matching.Cut.Bits(population));
        // the deterministic rule asks for an equal number, and what links by its score is above the cut of a review
        return score.Levels.Identifier != IdentifierComparison.Equal && !IsForReview(weights, score, bits, cut)
            ? null
            : Of(weights, trustedSystems, a, b, score, bits, cut);
    }

    private static MatchDecision Of(
        MatchWeights weights, IReadOnlySet<string> trustedSystems, Comparable a, Comparable b, MatchScore score, double bits, double cut)
    {
        var (relation, margin) = Guarding.Nearest(weights, score.Levels);
        var vetoes = Veto.On(weights, trustedSystems, a, b, score.Levels);
        var forbids = false;
        foreach (var veto in vetoes)
            forbids |= veto.Contradicts;
        var deterministic = TrustedAgreement.Links(weights, trustedSystems, a, b, score.Levels, vetoes);

        var verdict = deterministic ? Verdict.Link
            : vetoes.Count == 0 && Math.Min(bits, score.Bits) >= cut && margin >= weights.Guards.Margin ? Verdict.Link
            : IsForReview(weights, score, bits, cut) ? Verdict.Review
            : forbids ? Verdict.Distinct
            : Verdict.None;
        return new MatchDecision(
            verdict, deterministic ? TrustedAgreement.Name : "score", bits, cut, score, relation, margin,
            deterministic ? [] : [.. vetoes.Select(veto => veto.Name)], forbids && !deterministic, weights.Model);
    }

    private static bool IsForReview(MatchWeights weights, MatchScore score, double bits, double cut) =>
        Math.Max(bits, Veto.HouseAlone(score.Levels) ? bits : score.Bits) >= cut - weights.Guards.ReviewBelowCut
        || Guarding.IsWorthALook(score.Levels);
}
