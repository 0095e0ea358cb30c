using System.Globalization;
using System.Text.RegularExpressions;
using HieImaging.Bench.Measuring;
using HieImaging.Harness;
using Npgsql;

namespace HieImaging.Bench.Peers;

/// <summary>PostgreSQL's own load generator: what the store gives at most to whoever writes the same rows.</summary>
/// <param name="database">Connection string.</param>
/// <param name="script">Text of the script; see pgbench(1).</param>
/// <param name="mode"><c>simple</c>, <c>extended</c> (with a pipeline) or <c>prepared</c>.</param>
public sealed partial class Pgbench(string database, string script, string mode, int clients)
{
    private readonly string _file = Write(script);

    /// <summary>Runs for so long; units are transactions.</summary>
    /// <exception cref="InvalidOperationException">A transaction failed, or a client gave up.</exception>
    public async Task<Sample> RunAsync(TimeSpan time, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var parts = new NpgsqlConnectionStringBuilder(database);
        var seconds = ((int)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var said = await RunningProcess.RunAsync("bash", ["-c", "exec \"$(compgen -G '/usr/lib/postgresql/*/bin/pgbench' | tail -1)\" \"$@\"", "pgbench",
            "-n", "-h", parts.Host!, "-p", parts.Port.ToString(CultureInfo.InvariantCulture), "-U", parts.Username!,
            "-M", mode, "-c", clients.ToString(CultureInfo.InvariantCulture), "-j", "1", "-T", seconds, "-f", _file, parts.Database!]);
        if (!Failed().Match(said).Groups[1].Value.Equals("0", StringComparison.Ordinal))
            throw new InvalidOperationException("pgbench had failures:\n" + said);
        var done = double.Parse(Processed().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);
        var perSecond = double.Parse(Tps().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);
        return new Sample(done, TimeSpan.FromSeconds(done / perSecond)).With(
            "meanMs", double.Parse(Mean().Match(said).Groups[1].Value, CultureInfo.InvariantCulture));
    }

    private static string Write(string script)
    {
        var file = Path.Combine(Checkout.NewFolder("pgbench"), "script.sql");
        File.WriteAllText(file, script);
        return file;
    }

    [GeneratedRegex("number of transactions actually processed: ([0-9]+)")]
    private static partial Regex Processed();

    [GeneratedRegex("number of failed transactions: ([0-9]+)")]
    private static partial Regex Failed();

    [GeneratedRegex("latency average = ([0-9.]+) ms")]
    private static partial Regex Mean();

    [GeneratedRegex("tps = ([0-9.]+)")]
    private static partial Regex Tps();
}
