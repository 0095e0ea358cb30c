using System.CommandLine;
using HieImaging.Bench.Measuring;

namespace HieImaging.Bench.Retrieving;

/// <summary><c>retrieve [--only B1 …] [--rounds N]</c>: studies through the broker, against nginx to the same origin.</summary>
internal static class RetrieveCommand
{
    public static Command Create()
    {
        var only = new Option<string[]>("--only") { Description = "B1, B2, B3, B4; default all", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong("B1", "B2", "B3", "B4");
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 10, Description = "rounds that count, besides those that warm up" };
        var command = new Command("retrieve", "studies through the broker, against nginx to the same origin (B1–B4)") { only, rounds };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(only) is { Length: > 0 } some ? some : ["B1", "B2", "B3", "B4"],
            parsed.GetValue(rounds), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> only, int rounds, CancellationToken cancellation)
    {
        await using var site = await RetrievalSite.StartAsync(cancellation);
        var run = new BenchRun("retrieve", new Noise(site.Site.Postgres, site.Site.RabbitMq));
        if (only.Contains("B1"))
            await Throughput.RunAsync(site, run, rounds, cancellation);
        if (only.Contains("B2"))
            await FirstByte.RunAsync(site, run, rounds, cancellation);
        if (only.Contains("B3"))
            await Frames.RunAsync(site, run, rounds, cancellation);
        if (only.Contains("B4"))
            await Memory.RunAsync(site, run, cancellation);
        return run.End();
    }
}
