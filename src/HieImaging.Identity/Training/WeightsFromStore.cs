using HieImaging.DocumentStore;
using HieImaging.Identity.Matching;

namespace HieImaging.Identity.Training;

/// <summary>
/// Learns weights from the store's own records and tells what they would change, before anybody works by them (identity.md 6.8). Reads only.
/// </summary>
public sealed class WeightsFromStore(Store store)
{
    private const int ShadowPairs = 100_000;

    /// <param name="before">File of the model to begin with; null for the one that is shipped.</param>
    /// <param name="plan">Name, date and how many records.</param>
    /// <param name="trusted">Systems whose numbers are trusted.</param>
    /// <param name="population">As the nodes have it.</param>
    /// <exception cref="InvalidDataException">The file before is no model.</exception>
    public async Task<TrainingReport> RunAsync(
        string? before, TrainingPlan plan, IReadOnlySet<string> trusted, double population, CancellationToken cancellation)
    {
        var old = before is null ? MatchWeights.Shipped : MatchWeights.Load(before);
        await using var session = await store.OpenSession(cancellation);
        // Ids are keyed hashes: the first so many are as good as drawn.
        var bodies = await session.QueryAsync(
            $"select body from identity.comparable order by source_id limit {plan.Records}", row => row.GetFieldValue<byte[]>(0), cancellation);
        var records = bodies.Select(body => Comparable.FromBytes(body)).ToList();
        if (records.Count < plan.Fewest)
            return new TrainingReport.TooFew(records.Count, plan.Fewest);

        var made = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["command"] = plan.Command, ["data"] = $"{records.Count} normalised records of this store, no labels", ["date"] = plan.Date, ["from"] = old.Model,
        };
        var file = Trainer.Train([records], old.File, plan.Seed) with { Model = plan.Name, Made = made };
        var trained = MatchWeights.Of(file);
        var pairs = await session.QueryAsync($"""
            select pair.verdict, low.body, high.body from identity.pair
            join identity.comparable low on low.source_id = pair.low join identity.comparable high on high.source_id = pair.high
            order by pair.low, pair.high limit {ShadowPairs}
            """, row => (row.GetString(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2)), cancellation);
        return new TrainingReport.Trained(file.Text(), records.Count, Lines(old, trained), Changes(pairs, trained, trusted, population));
    }

    private static IReadOnlyList<string> Lines(MatchWeights old, MatchWeights trained) =>
    [
        .. from field in Enum.GetValues<MatchField>()
           let words = Levels.Of(field)
           from level in Enumerable.Range(0, words.Count)
           select FormattableString.Invariant(
               $"{field} {words[level]}: {old.Of(field, (byte)level):0.0} -> {trained.Of(field, (byte)level):0.0} bits"),
    ];

    private static Dictionary<string, int> Changes(
        IReadOnlyList<(string Verdict, byte[] Low, byte[] High)> pairs, MatchWeights trained, IReadOnlySet<string> trusted, double population) =>
        pairs.Select(pair => (
                Was: pair.Verdict,
                Is: MatchDecision.Of(trained, trusted, population, Comparable.FromBytes(pair.Low), Comparable.FromBytes(pair.High))
                    .Verdict.ToString().ToLowerInvariant()))
            .Where(pair => pair.Was != pair.Is)
            .CountBy(pair => $"{pair.Was} -> {pair.Is}")
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
}
