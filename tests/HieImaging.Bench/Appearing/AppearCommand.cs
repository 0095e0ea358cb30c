using System.CommandLine;
using HieImaging.Bench.Measuring;

namespace HieImaging.Bench.Appearing;

/// <summary><c>appear [--seconds N]</c>: R3 alone.</summary>
internal static class AppearCommand
{
    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 60, Description = "at 200 a second; the runs beside it are shorter" };
        var command = new Command("appear", "from a submission to the search by another hospital's number that holds it (R3)") { seconds };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var site = await Site.StartAsync();
            var run = new BenchRun("appear", new Noise(site.Postgres, site.RabbitMq));
            await AppearWorkload.RunAsync(site, run, TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancellation);
            return run.End();
        });
        return command;
    }
}
