using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using HieImaging.Identity.Matching;

namespace HieImaging.Bench.Identity;

/// <summary><c>identity --dataset PATH [--second PATH] [--map field=column,…] [--without field] [--truth FILE] [--population N]</c>: how well the product's
/// matching finds the persons of a file.</summary>
internal static class IdentityCommand
{
    public static Command Create()
    {
        var dataset = new Option<string>("--dataset") { Description = "CSV with a header; FEBRL's columns are known", Required = true };
        var second = new Option<string?>("--second") { Description = "a second file: only pairs of one record of each are asked" };
        var map = new Option<string[]>("--map") { Description = "field=column,…; fields: " + string.Join(' ', SaidColumns.Fields), AllowMultipleArgumentsPerToken = true };
        var without = new Option<string[]>("--without") { Description = "a field or column to leave out", AllowMultipleArgumentsPerToken = true };
        var truth = new Option<string?>("--truth") { Description = "CSV of pairs of ids that are one person; else the number of rec-N-…" };
        var misses = new Option<int>("--misses") { Description = "so many pairs that were judged wrongly, with their bits" };
        var options = new JudgementOptions();
        var command = new Command("identity", "precision and recall of the product's matching over a file whose truth is known")
        {
            dataset, second, map, without, truth, misses, options.Population, options.Trusted, options.Untrusted, options.Model,
        };
        command.SetAction(parsed => Refusals.Said(() => Run(
            parsed.GetValue(dataset)!, parsed.GetValue(second), parsed.GetValue(map) ?? [],
            [.. (parsed.GetValue(without) ?? []).SelectMany(fields => fields.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
            parsed.GetValue(truth), parsed.GetValue(misses), options.Of(parsed, JudgementOptions.SocialSecurity))));
        return command;
    }

    private static int Run(string dataset, string? second, string[] map, string[] without, string? truth, int misses, Judgement judgement)
    {
        var watch = Stopwatch.StartNew();
        var records = Read(dataset, map, without).ToList();
        var first = records.Count;
        if (second is not null)
            records.AddRange(Read(second, map, without));
        first = second is null ? records.Count : first;
        var persons = truth is null ? TruePairs.ByNumber(records) : TruePairs.ByList(records, first, File.ReadAllText(truth));
        var truePairs = TruePairs.Count(persons, first);
        Say($"records={records.Count} persons={persons.Distinct().Count()} read and normalised in {watch.Elapsed.TotalSeconds:0.0} s");

        watch.Restart();
        var candidates = CandidatePairs.Of(records, first);
        var found = candidates.Pairs.Count(pair => persons[pair.Low] == persons[pair.High]);
        Say($"candidates={candidates.Pairs.Count} of {CandidatePairs.AllOf(records.Count, first)} pairs, pairCompleteness={(truePairs == 0 ? 1 : (double)found / truePairs):0.00000} keysPerRecord={(double)candidates.Keys / Math.Max(1, records.Count):0.0} largestBucket={candidates.LargestBucket} in {watch.Elapsed.TotalSeconds:0.0} s");

        var (score, decision) = PairTime.Of(records, candidates, judgement);
        Say($"scoreUs={score:0.0} decisionUs={decision:0.0} a pair, one thread");
        var judged = JudgedPair.All(records, persons, candidates, judgement);
        foreach (var line in WrongPairs.Of(records, judged, judgement, PairFigures.CutOf(records.Count), misses))
            Console.WriteLine(line);
        foreach (var held in judged.Where(pair => pair.IsTrue && pair.Answer != Answer.Link).CountBy(pair => $"{pair.Answer} {pair.HeldBy}").OrderByDescending(pair => pair.Value).Take(12))
            Say($"true pairs not linked: {held.Value} {held.Key}");
        var figures = PairFigures.Of(judged, truePairs, records.Count);
        Say($"model={judgement.Weights.Model} cut={figures.Cut:0.00} bits at N={records.Count} for the score; population={judgement.Population:0} cut={Cut.Bits(judgement.Population):0.00} bits for the decision; bestF1={figures.BestF1:0.00000} indistinguishable={figures.Indistinguishable}");
        Console.WriteLine(figures);
        return 0;
    }

    private static IReadOnlyList<SaidRecord> Read(string path, string[] map, string[] without)
    {
        using var text = new StreamReader(path);
        var table = CsvTable.Read(text);
        return SaidRecord.ReadAll(table, SaidColumns.Of(table.Columns, map, without));
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
