using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Identity.Loading;

namespace HieImaging.Node.Commands;

/// <summary><c>hie-node identity load FILE</c>: patients of a file, as if their source had fed them; the same file again changes nothing. Exit 1
/// when a record was refused, 2 when nothing was loaded.</summary>
internal static class IdentityLoadCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = ".ndjson of FHIR Patients, or .csv with a header." };
        var authority = new Option<string>("--authority")
        {
            Description = "OID of the assigning authority whose numbers the records carry; its feeder says them.", Required = true,
        };
        var map = new Option<string[]>("--map")
        {
            Description = "field=column of a CSV: id family given suffix birthDate gender line city state postalCode phone identifier|SYSTEM.",
            AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [],
        };
        var said = new Option<DateTimeOffset?>("--said-at")
        {
            Description = "When it was so at the source; the file's own time where none is given.",
        };
        var operatorName = new Option<string>("--operator")
        {
            Description = "Who loads, for the audit.", DefaultValueFactory = _ => Environment.UserName,
        };
        var workers = new Option<int>("--workers")
        {
            Description = "Transactions at a time.", DefaultValueFactory = _ => Math.Clamp(Environment.ProcessorCount, 2, 16),
        };
        workers.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 1 or > 64)
                given.AddError("--workers is 1 to 64.");
        });
        var load = new Command("load", "Feeds and links the patients of a file.") { file, authority, map, said, operatorName, workers };
        load.SetAction((parsed, cancellation) => IdentityServices.RunAsync(services =>
        {
            var given = parsed.GetRequiredValue(file);
            if (!given.Exists || given.Extension is not (".csv" or ".ndjson"))
                return Wrong("There is no such .csv or .ndjson file.");
            if (!AssigningAuthority.TryParse(parsed.GetRequiredValue(authority), out var known))
                return Wrong("--authority is no OID.");
            var mapping = parsed.GetValue(map)!.Select(text => text.Split('=', 2)).ToList();
            if (mapping.Exists(pair => pair.Length != 2))
                return Wrong("--map is field=column.");
            var plan = new LoadPlan(
                known, given.Extension == ".csv", [.. mapping.Select(pair => (pair[0], pair[1]))],
                parsed.GetValue(said) ?? given.LastWriteTimeUtc, "operator:" + parsed.GetValue(operatorName))
            { Workers = parsed.GetValue(workers) };
            return RunAsync(services.GetRequiredService<LoadPatients>(), given, plan, cancellation);
        }, cancellation));
        return load;
    }

    private static async Task<int> RunAsync(LoadPatients patients, FileInfo file, LoadPlan plan, CancellationToken cancellation)
    {
        var begun = Stopwatch.StartNew();
        try
        {
            await using var stream = file.OpenRead();
            var (count, problem) = await patients.RunAsync(
                stream, plan, (line, reason) => Console.Error.WriteLine($"line {line} refused: {reason}"),
                now => Console.Error.WriteLine(Told(now, begun.Elapsed)), cancellation);
            if (count is null)
                return await Wrong(problem!);
            Console.WriteLine(Told(count, begun.Elapsed));
            return count.Refused == 0 ? 0 : 1;
        }
        catch (DecoderFallbackException)
        {
            return await Wrong("The file is not UTF-8; what stands before the first wrong byte was loaded.");
        }
        catch (IOException failure)
        {
            return await Wrong(failure.Message);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Console.Error.WriteLine("Stopped; the same file again goes on.");
            return 130;
        }
    }

    private static string Told(LoadCount count, TimeSpan elapsed) => string.Create(CultureInfo.InvariantCulture,
        $"records={count.Read} perSecond={count.Read / elapsed.TotalSeconds:0} changed={count.Changed} refused={count.Refused} ")
        + string.Create(CultureInfo.InvariantCulture, $"linked={count.Linked} review={count.InReview} seconds={elapsed.TotalSeconds:0.0}");

    private static Task<int> Wrong(string text)
    {
        Console.Error.WriteLine(text);
        return Task.FromResult(2);
    }
}
