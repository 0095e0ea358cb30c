using System.Globalization;

namespace HieImaging.Bench.Identity;

/// <summary>Pairs to look at: links that are false, true pairs that are neither linked nor in review, and pairs on the wrong side of the score's cut. The data
/// are made up; so it may be printed what they say.</summary>
internal static class WrongPairs
{
    public static IEnumerable<string> Of(IReadOnlyList<SaidRecord> records, IReadOnlyList<JudgedPair> judged, Judgement judgement, double cut, int most) =>
        judged.Select(pair => (Pair: pair, Why: Wrong(pair, cut))).Where(wrong => wrong.Why is not null).OrderBy(wrong => wrong.Why, StringComparer.Ordinal).Take(most)
            .Select(wrong =>
            {
                var (a, b) = (records[wrong.Pair.Low], records[wrong.Pair.High]);
                return string.Create(CultureInfo.InvariantCulture,
                    $"{wrong.Why} {wrong.Pair.Score:0.0} bits [{Judgement.ByField(judgement.Decide(a.Comparable, b.Comparable).ByField)}] {wrong.Pair.HeldBy}\n    {Words(a)}\n    {Words(b)}");
            });

    public static string Words(SaidRecord record) => string.Join(" | ",
        new[] { record.Id, string.Join(' ', record.Said.Given), record.Said.Family, record.Said.Suffix, record.Said.BirthDate, record.Said.Gender, record.Said.Line, record.Said.City,
            record.Said.PostalCode, record.Said.State, string.Join(' ', record.Said.Phones), string.Join(' ', record.Said.Identifiers.Select(identifier => identifier.Value)) });

    private static string? Wrong(JudgedPair pair, double cut) => (pair.IsTrue, pair.Answer) switch
    {
        (false, Answer.Link) => "1 false link",
        (true, Answer.NoLink) => "2 lost pair",
        _ when pair.IsTrue != pair.Score > cut => pair.IsTrue ? "3 true, below the score's cut" : "3 false, above the score's cut",
        _ => null,
    };
}
