using HieImaging.Identity.Matching;

namespace HieImaging.Identity.Answering;

/// <summary>How likely a person is the one that is looked for: the grade, and a likelihood from 0 to 1. A function of decisions
/// alone.</summary>
internal sealed record MatchJudgement(MatchGrade Grade, double Score)
{
    /// <summary>What an automatic link asks for; nothing that is not one scores as much.</summary>
    private const double Certainty = Cut.Certainty;

    /// <summary>Below it, chance says as much.</summary>
    private const double LeastScore = 0.0001;

    public static MatchJudgement Unlikely { get; } = new(MatchGrade.CertainlyNot, 0);

    /// <summary>Of a person, by what is decided of each of its sources: linked by one and forbidden by none, as a link is made
    /// (complete-linkage veto).</summary>
    public static MatchJudgement Of(IReadOnlyList<MatchDecision> sources, double population)
    {
        var best = sources.Select(source => Of(source, population)).MaxBy(judged => (-(int)judged.Grade, judged.Score));
        if (best is null)
            return Unlikely;
        return best.Grade == MatchGrade.Certain && sources.Any(source => source.Forbids)
            ? new(MatchGrade.Probable, 0.5)
            : best;
    }

    /// <summary>More than one who is certainly the one: then nobody is, for they are not one person.</summary>
    public MatchJudgement Ambiguous() => Grade == MatchGrade.Certain ? new(MatchGrade.Probable, 0.5) : this;

    private static MatchJudgement Of(MatchDecision decision, double population)
    {
        var likelihood = Likelihood(decision, population);
        return decision.Verdict switch
        {
            Verdict.Link => new(MatchGrade.Certain, Math.Max(likelihood, Certainty)),
            Verdict.Review => new(MatchGrade.Probable, Math.Clamp(likelihood, LeastScore, Certainty - 0.0001)),
            Verdict.None when likelihood >= LeastScore => new(MatchGrade.Possible, Math.Min(likelihood, Certainty - 0.0001)),
            _ => Unlikely,
        };
    }

    // The same person against two hypotheses: somebody else of so many, and the relative who would look most like it. A veto leaves no more
    // than an even chance.
    private static double Likelihood(MatchDecision decision, double population)
    {
        var stranger = Math.Pow(2, Math.Log2(Math.Max(1, population)) - decision.Bits);
        var relative = decision.RelationBits >= 0 || decision.Verdict != Verdict.None ? Math.Pow(2, -decision.RelationBits) : 0;
        var likelihood = 1 / (1 + stranger + relative);
        return decision.Vetoes.Count > 0 ? Math.Min(likelihood, 0.5) : likelihood;
    }
}
