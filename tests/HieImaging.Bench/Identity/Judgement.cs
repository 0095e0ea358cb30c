using System.Globalization;
using HieImaging.Identity.Matching;

namespace HieImaging.Bench.Identity;

/// <summary>The product's matching as a node would be set up: a model, the systems whose numbers are trusted, the population.</summary>
internal sealed record Judgement(MatchWeights Weights, IReadOnlySet<string> Trusted, double Population)
{
    /// <summary>The score before the guards, in bits.</summary>
    public double Score(Comparable a, Comparable b) => MatchScore.Of(Weights, a, b).Bits;

    public MatchDecision Decide(Comparable a, Comparable b) => MatchDecision.Of(Weights, Trusted, Population, a, b);

    public static Answer AnswerOf(MatchDecision decision) => decision.Verdict switch
    {
        Verdict.Link => Answer.Link,
        Verdict.Review => Answer.Review,
        _ => Answer.NoLink,
    };

    /// <summary>Why a pair is not linked: its vetoes; else the cut; else the relation that explains it as well.</summary>
    public static string HeldBy(MatchDecision decision) =>
        decision.Verdict == Verdict.Link ? ""
        : decision.Vetoes.Count > 0 ? string.Join('+', decision.Vetoes.Order(StringComparer.Ordinal))
        : decision.Bits < decision.Cut ? "cut"
        : $"relation {decision.Relation}";

    /// <summary>For the reader of a pair: <c>given:equal=7.7 family:different=-3.0</c>.</summary>
    public static string ByField(IReadOnlyList<FieldBits> bits) => string.Join(' ', bits.Select(field => string.Create(CultureInfo.InvariantCulture,
        $"{char.ToLowerInvariant($"{field.Field}"[0])}{$"{field.Field}"[1..]}:{field.Level.Replace(' ', '-')}={field.Bits:0.0}")));
}
