using System.CommandLine;
using HieImaging.Bench.Appearing;
using HieImaging.Bench.Measuring;

namespace HieImaging.Bench.Registering;

/// <summary><c>register [--only R1,R2,R3,R4] [--rounds N]</c></summary>
internal static class RegisterCommand
{
    // Named, so that nothing is warned about; nobody retrieves.
    private const string Archive = "http://127.0.0.1:9/dicom-web";

    public static Command Create()
    {
        var only = new Option<string>("--only") { Description = "R1, R2, R3, R4, separated by commas", DefaultValueFactory = _ => "R1,R2,R3,R4" };
        var rounds = new Option<int>("--rounds") { Description = "rounds that count", DefaultValueFactory = _ => 10 };
        var command = new Command("register", "registering beside PostgreSQL's own inserts, and the outbox beside a raw publisher") { only, rounds };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(only)!.Split(','), parsed.GetValue(rounds), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string[] only, int rounds, CancellationToken cancellation)
    {
        await using var site = await Site.StartAsync();
        var hospital = await site.HospitalAsync(Archive);
        var run = new BenchRun("register", new Noise(site.Postgres, site.RabbitMq));
        if (only.Contains("R2"))
            await Backfill.MeasureAsync(site, hospital, run, rounds, cancellation);
        if (only.Contains("R3"))
            await AppearWorkload.RunAsync(site, run, TimeSpan.FromMinutes(1), cancellation);
        if (only.Contains("R1") || only.Contains("R4"))
        {
            await using var doors = await DoorsAlone.StartAsync(site);
            if (only.Contains("R1"))
                await OneByOne.MeasureAsync(site, hospital, doors, run, rounds, cancellation);
            if (only.Contains("R4"))
                await Carrying.MeasureAsync(site, run, rounds, cancellation);
        }
        return run.End();
    }
}
