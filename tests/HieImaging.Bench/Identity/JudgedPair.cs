using System.Globalization;
using HieImaging.Identity.Matching;

namespace HieImaging.Bench.Identity;

/// <summary>What the full decision says of a pair.</summary>
internal enum Answer
{
    NoLink,
    Review,
    Link,
}

/// <summary>A candidate pair, judged by the product.</summary>
/// <param name="Low">Position of the one record.</param>
/// <param name="High">Position of the other.</param>
/// <param name="IsTrue">One person.</param>
/// <param name="IsSame">The two say the same in every field.</param>
/// <param name="Score">Bits, before the guards.</param>
/// <param name="HeldBy">What kept it from being linked: vetoes, the nearest relation, the cut; empty for a link.</param>
internal sealed record JudgedPair(int Low, int High, bool IsTrue, bool IsSame, double Score, Answer Answer, string HeldBy)
{
    /// <summary>Judges every candidate.</summary>
    public static IReadOnlyList<JudgedPair> All(IReadOnlyList<SaidRecord> records, IReadOnlyList<int> persons, CandidatePairs candidates, Judgement judgement) =>
        [.. candidates.Pairs.AsParallel().AsOrdered().Select(pair =>
        {
            var (a, b) = (records[pair.Low], records[pair.High]);
            var (score, decision) = (judgement.Score(a.Comparable, b.Comparable), judgement.Decide(a.Comparable, b.Comparable));
            return new JudgedPair(pair.Low, pair.High, persons[pair.Low] == persons[pair.High], Same(a.Said, b.Said), score, Judgement.AnswerOf(decision), Judgement.HeldBy(decision));
        })];

    private static bool Same(Demographics a, Demographics b) =>
        a with { Given = [], Phones = [], Identifiers = [], OtherFamilies = [] } == b with { Given = [], Phones = [], Identifiers = [], OtherFamilies = [] }
        && a.Given.SequenceEqual(b.Given) && a.Phones.SequenceEqual(b.Phones) && a.Identifiers.SequenceEqual(b.Identifiers) && a.OtherFamilies.SequenceEqual(b.OtherFamilies);
}
