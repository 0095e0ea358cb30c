using System.CommandLine;
using HieImaging.Bench.Measuring;

namespace HieImaging.Bench.Querying;

/// <summary><c>query [--only Q1,Q2,Q3] [--studies N] [--rounds N]</c>: searches by a patient's number beside their peers; exit 1 where a bar is
/// missed.</summary>
internal static class QueryCommand
{
    public static Command Create()
    {
        var only = new Option<string?>("--only") { Description = "These workloads alone: Q1,Q3." };
        var studies = new Option<int>("--studies")
        {
            Description = "The most studies of Q3, which is held against a hundredth and a tenth of them; Q1 has a tenth.", DefaultValueFactory = _ => 1_000_000,
        };
        var rounds = new Option<int>("--rounds") { Description = "Rounds that count.", DefaultValueFactory = _ => 10 };
        var command = new Command("query", "Searches by a patient's number, beside pgbench, Orthanc and an object round trip.") { only, studies, rounds };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(only)?.Split(',', StringSplitOptions.TrimEntries) ?? ["Q1", "Q2", "Q3"],
            parsed.GetValue(studies), parsed.GetValue(rounds), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<string> chosen, int most, int rounds, CancellationToken cancellation)
    {
        await using var site = await Site.StartAsync();
        var run = new BenchRun("query", new Noise(site.Postgres, site.RabbitMq));
        var asked = QuerySite.On(site);
        await TemplateStudies.WriteAsync(asked, new KnownPatient(0), [0], KnownPatient.Instances);
        await using var grown = chosen.Contains("Q3") ? await GrownSites.StartAsync(asked, [most / 100, most / 10, most], cancellation) : null;
        if (chosen.Contains("Q2"))
            await OfLargeStudies.WriteAsync(asked);                                  // while there are few to be told apart
        if (chosen.Contains("Q1"))
            await OfOnePatient.MeasureAsync(asked, run, most / 10, rounds, cancellation);
        if (chosen.Contains("Q2"))
            await OfLargeStudies.MeasureAsync(asked, run, rounds, cancellation);
        if (grown is not null)
            await OverMoreStudies.MeasureAsync(grown, run, rounds, cancellation);
        return run.End();
    }
}
