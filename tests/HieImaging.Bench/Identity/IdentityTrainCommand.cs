using System.CommandLine;
using System.Globalization;
using HieImaging.Identity.Matching;
using HieImaging.Identity.Training;

namespace HieImaging.Bench.Identity;

/// <summary><c>identity-train --name NAME --out FILE --dataset A[+B] …</c>: the model that is shipped, from files instead of a store. No label is
/// read; files joined by + are one population.</summary>
internal static class IdentityTrainCommand
{
    public static Command Create()
    {
        var name = new Option<string>("--name") { Description = "the model's name", Required = true };
        var result = new Option<string>("--out") { Description = "where the model is written", Required = true };
        var datasets = new Option<string[]>("--dataset")
        {
            Description = "CSV with a header, FEBRL's columns are known; A+B for two files of one population", Required = true, AllowMultipleArgumentsPerToken = true,
        };
        var options = new JudgementOptions();
        var seed = new Option<int>("--seed") { Description = "of the pairs by chance", DefaultValueFactory = _ => 1 };
        var command = new Command("identity-train", "weights from files, without labels") { name, result, datasets, seed, options.Model };
        command.SetAction(parsed => Refusals.Said(() =>
        {
            var before = parsed.GetValue(options.Model) is { } file ? MatchWeights.Load(file) : MatchWeights.Shipped;
            var given = parsed.GetValue(datasets)!;
            var populations = given.Select(one => (IReadOnlyList<Comparable>)[.. one.Split('+').SelectMany(Read)]).ToList();
            var trained = Trainer.Train(populations, before.File, parsed.GetValue(seed)) with
            {
                Model = parsed.GetValue(name)!,
                Made = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["command"] = $"identity-train --seed {parsed.GetValue(seed)} --dataset {string.Join(' ', given.Select(Names))}", ["from"] = before.Model,
                    ["data"] = $"{populations.Sum(population => population.Count)} records, no labels",
                },
            };
            File.WriteAllText(parsed.GetValue(result)!, trained.Text());
            foreach (var field in Enum.GetValues<MatchField>())
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{field} {string.Join("  ", trained.Same[field].Zip(trained.Unrelated[field], (same, chance) => $"{Math.Log2(same / chance):0.0}"))}"));
            return 0;
        }));
        return command;
    }

    private static string Names(string files) => string.Join('+', files.Split('+').Select(Path.GetFileName));

    private static IEnumerable<Comparable> Read(string path)
    {
        using var text = new StreamReader(path);
        var table = CsvTable.Read(text);
        return SaidRecord.ReadAll(table, SaidColumns.Of(table.Columns, [], [])).Select(record => record.Comparable);
    }
}
