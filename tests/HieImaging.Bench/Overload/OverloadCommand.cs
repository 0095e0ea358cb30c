using System.CommandLine;
using HieImaging.Bench.Measuring;

namespace HieImaging.Bench.Overload;

/// <summary>
/// <c>overload [--rounds N]</c>: a node is asked three times what it can do, and told to write as much as it takes while others read; exit 1
/// where a bar of trust.md 11 is missed.
/// </summary>
public static class OverloadCommand
{
    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "interleaved rounds of its most and of three times that", DefaultValueFactory = _ => 3 };
        var command = new Command("overload", "asks a node for three times what it can do, and reads while it is flooded with writes") { rounds };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(rounds), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int rounds, CancellationToken cancellation)
    {
        await using var site = await Site.StartAsync();
        using var crowd = await Crowd.OfAsync(site);
        var (most, thrice, reads) = (new List<double>(), new List<Tally>(), new List<Tally>());
        site.Node.ForgetPeak();
        for (var round = 0; round < rounds; round++)
        {
            most.Add(await crowd.MostAsync(TimeSpan.FromSeconds(6), cancellation));
            thrice.Add(await crowd.SearchAsync(most[^1] * 3, TimeSpan.FromSeconds(8), cancellation));
            reads.Add(await crowd.ReadWhileFloodedAsync(TimeSpan.FromSeconds(8), cancellation));
            Console.WriteLine($"round {round + 1}: at most {most[^1]:0}/s; three times: {thrice[^1]}; reads while flooded with writes: {reads[^1]}");
        }
        var goodput = Spread.Of([.. thrice.Select((tally, round) => tally.GoodPerSecond / most[round])]);
        Verdict[] verdicts =
        [
            new("overload", "goodput", goodput, Bar.AtLeast(0.8), false),
            new("overload", "refused_p99_ms", Spread.Of([.. thrice.Select(tally => tally.Refused.PercentileMs(0.99))]), null, false),
            new("overload", "neither_200_429_nor_503", Spread.Of([.. thrice.Concat(reads).Select(tally => (double)tally.Other)]), Bar.AtMost(0), false),
            new("overload", "reads_answered_while_flooded", Spread.Of([.. reads.Select(tally => tally.GoodShare)]), Bar.AtLeast(0.99), false),
            new("overload", "peak_mb", Spread.Of([site.Node.PeakMb()]), Bar.AtMost(1024), false),
        ];
        foreach (var verdict in verdicts)
            Console.WriteLine(verdict);
        return verdicts.All(verdict => verdict.IsMet) ? 0 : 1;
    }
}
