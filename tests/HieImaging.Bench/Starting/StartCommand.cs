using System.CommandLine;
using HieImaging.Bench.Measuring;
using HieImaging.Bench.Retrieving;

namespace HieImaging.Bench.Starting;

/// <summary><c>start [--only C1 C2] [--rounds N] [--seconds N]</c>: how soon a node answers, and what it keeps in memory; Orthanc beside it.</summary>
internal static class StartCommand
{
    public static Command Create()
    {
        var only = new Option<string[]>("--only") { Description = "C1, C2; default both", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong("C1", "C2");
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 10, Description = "starts that count, besides one that warms the files" };
        var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 60, Description = "of mixed load" };
        var command = new Command("start", "exec to the first answer, and resident memory (C1, C2)") { only, rounds, seconds };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(only) is { Length: > 0 } some ? some : ["C1", "C2"],
            parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> only, int rounds, TimeSpan load, CancellationToken cancellation)
    {
        await using var site = await RetrievalSite.StartAsync(cancellation);
        var run = new BenchRun("start", new Noise(site.Site.Postgres, site.Site.RabbitMq));
        if (only.Contains("C1"))
            await FirstAnswer.RunAsync(site.Site, run, rounds, cancellation);
        if (only.Contains("C2"))
            await Residence.RunAsync(site, run, load, cancellation);
        return run.End();
    }
}
