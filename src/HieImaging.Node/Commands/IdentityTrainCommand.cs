using System.CommandLine;
using System.Globalization;
using HieImaging.Identity.Training;
using HieImaging.RecordLocator.Participants;

namespace HieImaging.Node.Commands;

/// <summary><c>hie-node identity train [--adopt]</c>: new weights from the store's records, beside the old ones, and which stored decisions would change. Only
/// with --adopt the file that the setting <c>Identity:Matching:Model</c> names is written. Exit 1 when there are too few records.</summary>
internal static class IdentityTrainCommand
{
    private const double UsualPopulation = 1_000_000;

    public static Command Create()
    {
        var name = new Option<string?>("--name") { Description = "The new model's name, never used twice; else the date." };
        var records = new Option<int>("--records") { Description = "Records that are read at most.", DefaultValueFactory = _ => 200_000 };
        records.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() < 2)
                given.AddError("--records is at least 2.");
        });
        var adopt = new Option<bool>("--adopt") { Description = "Writes the model's file; nodes work by it when they are started again." };
        var train = new Command("train", "New weights from the store's records; adopted only when asked.") { name, records, adopt };
        train.SetAction((parsed, cancellation) => IdentityServices.RunAsync(async services =>
        {
            var settings = services.GetRequiredService<IConfiguration>();
            var file = settings["Identity:Matching:Model"] is { Length: > 0 } path ? path : null;
            if (parsed.GetValue(adopt) && file is null)
                return Wrong("--adopt writes the file that the setting Identity:Matching:Model names, and there is none.");
            var today = services.GetRequiredService<TimeProvider>().GetUtcNow();
            var called = parsed.GetValue(name) ?? today.ToString("yyyy.MM.dd-HHmm", CultureInfo.InvariantCulture);
            var plan = new TrainingPlan(called, "hie-node identity train", today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
            {
                Records = parsed.GetValue(records),
            };
            var trusted = services.GetRequiredService<CurrentDomain>().Now.File.TrustedIdentifiers.ToHashSet(StringComparer.Ordinal);
            try
            {
                var report = await services.GetRequiredService<WeightsFromStore>().RunAsync(
                    File.Exists(file) ? file : null, plan, trusted, settings.GetValue("Identity:Matching:Population", UsualPopulation), cancellation);
                return Told(report, called, parsed.GetValue(adopt) ? file : null);
            }
            catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                return Wrong(failure.Message);
            }
        }, cancellation));
        return train;
    }

    private static int Told(TrainingReport report, string name, string? file)
    {
        if (report is TrainingReport.TooFew few)
        {
            Console.Error.WriteLine($"{few.Records} records are too few to learn from; {few.Fewest} are needed.");
            return 1;
        }
        var trained = (TrainingReport.Trained)report;
        foreach (var line in trained.Weights)
            Console.WriteLine(line);
        foreach (var (change, pairs) in trained.Changes)
            Console.WriteLine($"would change: {pairs} stored pairs {change}");
        if (file is null)
        {
            Console.WriteLine($"model {name} of {trained.Records} records; nothing was written (--adopt).");
            return 0;
        }
        // Beside, then in its place: a node that starts meanwhile reads the old one or the new one.
        File.WriteAllText(file + ".new", trained.File);
        File.Move(file + ".new", file, overwrite: true);
        Console.WriteLine($"model {name} of {trained.Records} records is adopted: start the nodes again, then hie-node rebuild.");
        return 0;
    }

    private static int Wrong(string text)
    {
        Console.Error.WriteLine(text);
        return 2;
    }
}
