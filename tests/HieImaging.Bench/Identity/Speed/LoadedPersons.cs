using System.Diagnostics;
using System.Globalization;
using HieImaging.Bench.Measuring;
using HieImaging.Bench.Querying;
using HieImaging.Harness;
using HieImaging.PretendFacility.Domains;
using Npgsql;

namespace HieImaging.Bench.Identity.Speed;

/// <summary>Persons brought in by <c>hie-node identity load</c>, in a process of its own beside the node.</summary>
internal static class LoadedPersons
{
    /// <summary>Loads the persons from one number to another.</summary>
    /// <returns>How long it took, and the most memory that the process had resident.</returns>
    public static async Task<(TimeSpan Took, double PeakMb)> LoadAsync(Site site, PretendHospital hospital, int from, int to, CancellationToken cancellation)
    {
        var file = Path.Combine(Checkout.NewFolder("identity-load"), "patients.csv");
        await File.WriteAllLinesAsync(file, Enumerable.Range(from, to - from).Select(number => new NthPerson(number).Row).Prepend(NthPerson.Header), cancellation);
        var began = Stopwatch.GetTimestamp();
        await using var load = NodeProcess.Start(site.Settings, "identity", "load", file, "--authority", hospital.Authority.Oid.Text);
        var (peak, process) = (0.0, new ProcessTree(load.Id));
        while (!load.HasExited)
        {
            try
            {
                peak = Math.Max(peak, process.PeakMb());
            }
            catch (Exception ended) when (ended is IOException or InvalidOperationException)     // between the question and the answer
            {
                break;
            }
            await Task.Delay(200, cancellation);
        }
        var code = await load.ExitAsync(TimeSpan.FromMinutes(1));
        var took = Stopwatch.GetElapsedTime(began);
        File.Delete(file);
        if (code != 0)
            throw new InvalidOperationException($"identity load ended with {code}:\n{string.Join('\n', load.Lines.TakeLast(10))}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"loaded {to - from} persons in {took.TotalSeconds:0} s, {(to - from) / took.TotalSeconds:0} a second: {load.Lines[^1]}"));
        await SettleAsync(site, cancellation);
        return (took, peak);
    }

    // What is measured next is a store that has been loaded, not one that is still being tidied up after.
    private static async Task SettleAsync(Site site, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(site.Database) { Pooling = false }.ConnectionString);
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await CopiedTable.RunAsync(connection, "vacuum analyze; checkpoint");
    }
}
