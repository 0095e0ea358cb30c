using System.CommandLine;
using HieImaging.Harness.Hostile;

namespace HieImaging.Bench.Hostile;

/// <summary><c>bad-inputs DIR [--only TEXT] [--all] [--mutations N] [--seed N]</c>: plays a folder of bad inputs, and seeded mutations of good ones, against a
/// node of its own; exit 1 when one fails.</summary>
public static class BadInputsCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("dir") { Description = "folder with manifest.json" };
        var only = new Option<string[]>("--only") { Description = "channels or beginnings of ids", AllowMultipleArgumentsPerToken = true };
        var all = new Option<bool>("--all") { Description = "a line for each input, not for failures alone" };
        var mutations = new Option<int>("--mutations") { Description = "mutations of the good requests of each channel; 0: none", DefaultValueFactory = _ => 10_000 };
        var seed = new Option<int?>("--seed") { Description = "of the mutations; printed, and chosen where it is not given" };
        var command = new Command("bad-inputs", "plays a folder of bad inputs against a node of its own and judges every answer") { folder, only, all, mutations, seed };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(folder)!, parsed.GetValue(only) ?? [], parsed.GetValue(all), parsed.GetValue(mutations), parsed.GetValue(seed), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string folder, string[] only, bool all, int mutations, int? seed, CancellationToken cancellation)
    {
        var inputs = BadInputFolder.Read(folder);
        var exchange = new HostileExchange();
        try
        {
            await exchange.InitializeAsync();
            var run = new HostileRun(exchange, inputs, HostileChannels.Of(exchange));
            await run.PlayAsync(Console.WriteLine,
                input => only.Length == 0 || only.Any(one => input.Channel == one || input.Id.StartsWith(one, StringComparison.Ordinal)), all, cancellation);
            foreach (var line in run.SkippedLines)
                Console.WriteLine(line);
            var mutated = new MutationRun(exchange, seed ?? Random.Shared.Next());
            foreach (var door in MutatedDoors.Of(exchange).Where(door => mutations > 0 && (only.Length == 0 || only.Any(one => door.Name.StartsWith(one, StringComparison.Ordinal)))))
                await mutated.PlayAsync(door, mutations, Console.WriteLine, cancellation);
            var messages = new MllpMutationRun(exchange, seed ?? Random.Shared.Next());
            var wrong = mutations > 0 && (only.Length == 0 || only.Contains("mllp"))
                ? await messages.PlayAsync(mutations, Console.WriteLine, cancellation)
                : 0;
            if (mutations > 0)
                Console.WriteLine($"{mutated.Verdict}; mllp: {(messages.Verdict.Length > 0 ? messages.Verdict : "none")}");
            Console.WriteLine(run.Verdict);
            return run.Failed + mutated.Failed + wrong == 0 ? 0 : 1;
        }
        finally
        {
            await exchange.DisposeAsync();
        }
    }
}
