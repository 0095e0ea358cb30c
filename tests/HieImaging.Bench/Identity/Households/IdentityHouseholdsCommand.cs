using System.CommandLine;
using System.Globalization;
using HieImaging.Harness;

namespace HieImaging.Bench.Identity.Households;

/// <summary><c>identity-households [--seed N] [--without identifier] [--base FILE…] [--people N] [--write FILE]</c>: how the full decision fares among twins, juniors,
/// spouses, siblings, newborns and namesakes. The exit code is 0 where every bar is met.</summary>
internal static class IdentityHouseholdsCommand
{
    public static Command Create()
    {
        var seed = new Option<int?>("--seed") { Description = "printed, and chosen where it is not given" };
        var without = new Option<string?>("--without") { Description = "identifier: nobody has one" };
        without.AcceptOnlyFromAmong("identifier");
        var files = new Option<string[]>("--base") { Description = "FEBRL's files; else dataset 4 of the corpus, else people of our own", AllowMultipleArgumentsPerToken = true };
        var own = new Option<bool>("--own") { Description = "people of our own, with gender and phone, though the corpus is there" };
        var people = new Option<int>("--people") { Description = "how many of our own", DefaultValueFactory = _ => 5000 };
        var write = new Option<string?>("--write") { Description = "keeps the pool as CSV, with FEBRL's columns" };
        var misses = new Option<int>("--misses") { Description = "so many pairs that were judged wrongly, with their bits" };
        var options = new JudgementOptions();
        var command = new Command("identity-households", "the full decision among relatives and namesakes") { seed, without, files, own, people, write, misses, options.Population, options.Trusted, options.Untrusted, options.Model };
        command.SetAction(parsed => Refusals.Said(() => Run(parsed.GetValue(seed) ?? Random.Shared.Next(1, 1_000_000), parsed.GetValue(without) is null,
            parsed.GetValue(files) is { Length: > 0 } some ? some : parsed.GetValue(own) ? [] : OfCorpus(), parsed.GetValue(people), parsed.GetValue(write), parsed.GetValue(misses), options.Of(parsed, JudgementOptions.SocialSecurity))));
        return command;
    }

    private static int Run(int seed, bool withIdentifier, string[] files, int people, string? write, int misses, Judgement judgement)
    {
        var chance = new Chance(seed);
        var pool = HouseholdPool.Of(files.Length > 0 ? FebrlPeople.Of(files) : OwnPeople.Of(people, chance), chance);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"seed={seed} base={(files.Length > 0 ? string.Join('+', files.Select(Path.GetFileName)) : $"{people} people of our own")} records={pool.Count} identifier={(withIdentifier ? "with" : "without")} model={judgement.Weights.Model}"));
        if (write is not null)
            File.WriteAllLines(write, [SyntheticWords.Header, .. pool.Select(record => (withIdentifier ? record.Words : record.Words with { Identifier = null }).Row(record.Id, record.Relation))]);
        var figures = HouseholdFigures.Of(pool, withIdentifier, judgement, misses);
        foreach (var line in figures.Lines)
            Console.WriteLine(line);
        Console.WriteLine(figures);
        return figures.Meets(withIdentifier) ? 0 : 1;
    }

    private static string[] OfCorpus()
    {
        if (Checkout.Corpus is { } corpus && Directory.Exists(Path.Combine(corpus, "identity", "febrl")))
            return [.. new[] { "dataset4a.csv", "dataset4b.csv" }.Select(file => Path.Combine(corpus, "identity", "febrl", file))];
        Console.WriteLine("The corpus is absent (HIE_CORPUS): people of our own.");
        return [];
    }
}
