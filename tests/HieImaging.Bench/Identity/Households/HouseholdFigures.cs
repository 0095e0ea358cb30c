using System.Globalization;

namespace HieImaging.Bench.Identity.Households;

/// <summary>What the full decision made of a pool. True pairs of newborns, of which one record may have no name yet, are told apart and not counted: they go to a
/// person (identity.md's newborn).</summary>
/// <param name="True">True pairs.</param>
/// <param name="Auto">Share that is linked.</param>
/// <param name="Found">Share that is linked or in review.</param>
/// <param name="FalseLinks">Links of two persons whose records do not say the same in every field.</param>
/// <param name="Lines">What is told beside it: by relation, answers and what held.</param>
internal sealed record HouseholdFigures(int True, double Auto, double Found, int FalseLinks, IReadOnlyList<string> Lines)
{
    public static HouseholdFigures Of(IReadOnlyList<PoolRecord> pool, bool withIdentifier, Judgement judgement, int misses = 0)
    {
        var records = pool.Select(record => new SaidRecord(record.Id, record.Words.Said(withIdentifier))).ToList();
        var persons = pool.Select(record => record.Person).ToList();
        var candidates = CandidatePairs.Of(records, records.Count);
        var judged = JudgedPair.All(records, persons, candidates, judgement);
        var people = pool.Select((record, at) => (record, at)).Where(named => !named.record.Relation.StartsWith("newborn", StringComparison.Ordinal)).ToList();
        var total = TruePairs.Count([.. people.Select(named => named.record.Person)], people.Count);
        var counted = judged.Where(pair => pair.IsTrue && !pool[pair.Low].Relation.StartsWith("newborn", StringComparison.Ordinal)).ToList();
        double Share(Func<JudgedPair, bool> which) => total == 0 ? 1 : (double)counted.Count(which) / total;
        var figures = new HouseholdFigures(total, Share(pair => pair.Answer == Answer.Link), Share(pair => pair.Answer != Answer.NoLink),
            judged.Count(pair => !pair.IsTrue && pair.Answer == Answer.Link && !pair.IsSame),
            [.. WrongPairs.Of(records, judged, judgement, double.NegativeInfinity, misses), .. ByRelation(pool, judged), $"candidates={candidates.Pairs.Count} largestBucket={candidates.LargestBucket}"]);
        return figures;
    }

    /// <summary>The bars: no false link; with a number 87 of a hundred linked, without 75; 999 of a thousand linked or in review.</summary>
    public bool Meets(bool withIdentifier) => FalseLinks == 0 && Auto >= (withIdentifier ? 0.87 : 0.75) && Found >= 0.999;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"pairs={True} auto={Auto:0.0000} review={Found - Auto:0.0000} autoOrReview={Found:0.0000} falseLinks={FalseLinks}");

    private static IEnumerable<string> ByRelation(IReadOnlyList<PoolRecord> pool, IReadOnlyList<JudgedPair> judged) =>
        from pair in judged
        group pair by HouseholdPool.Relation(pool[pair.Low], pool[pair.High])
            ?? (pool[pair.Low].Relation == Relatives.Self ? "(one person)" : $"(one person, {pool[pair.Low].Relation})") into relation
        orderby relation.Key
        let held = string.Join(", ", relation.Where(pair => pair.HeldBy.Length > 0).CountBy(pair => pair.HeldBy).OrderByDescending(pair => pair.Value).Take(6).Select(pair => $"{pair.Value} {pair.Key}"))
        select $"{relation.Key}: link {relation.Count(pair => pair.Answer == Answer.Link)}, of these the same in every field {relation.Count(pair => pair.Answer == Answer.Link && pair.IsSame)}; "
            + $"review {relation.Count(pair => pair.Answer == Answer.Review)}; no-link {relation.Count(pair => pair.Answer == Answer.NoLink)}; held by {held}";
}
