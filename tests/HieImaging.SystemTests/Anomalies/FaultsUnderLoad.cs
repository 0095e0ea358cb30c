using HieImaging.Harness.Faulting;
using HieImaging.Harness.Faulting.Checking;
using HieImaging.Harness.Faulting.Inflicting;
using HieImaging.Harness.Faulting.Working;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.SystemTests.Anomalies;

/// <summary>The fault suite, short: kill -9 of the node at three points on the wire and a stop of PostgreSQL while four hospitals work, and then the
/// whole checker. Its long form is <c>Bench -- faults</c>.</summary>
public sealed class FaultsUnderLoad(ITestOutputHelper output)
{
    // A stop of this length, not a wait for anything.
    private static readonly TimeSpan Stop = TimeSpan.FromSeconds(6);

    private static readonly string[] Short = ["F03", "F05", "F07"];

    [Fact]
    public async Task Nothing_acknowledged_is_lost_nothing_is_doubled_and_nothing_is_there_that_nobody_sent()
    {
        var seed = Random.Shared.Next(1_000_000);
        output.WriteLine($"seed {seed}");
        var site = new FaultSite([null]);
        try
        {
            await site.InitializeAsync();
            await site.BeginAsync(seed, Rates.Usual);
            var random = new Random(seed);
            foreach (var id in Short)
            {
                var inflicted = await FaultCatalog.All.Single(fault => fault.Id == id).InflictAsync(site, random, CancellationToken.None);
                output.WriteLine($"{id}: {inflicted}");
            }
            await StandStillAsync(site);
            var verdict = await new Aftermath(site).JudgeAsync();
            output.WriteLine($"operations={verdict.Operations} {verdict}");
            Assert.True(verdict.Holds, string.Join('\n', verdict.Findings.Take(20)));
            Assert.True(verdict.Operations > 50, $"Only {verdict.Operations} operations were acknowledged.");
        }
        finally
        {
            await site.DisposeAsync();
        }
    }

    // SIGSTOP to the postmaster and its processes: connections stay, nothing answers.
    private static async Task StandStillAsync(FaultSite site)
    {
        var pid = await site.Servers.PidAsync("postgres") ?? throw new InvalidOperationException("PostgreSQL does not run.");
        var family = (await RunningProcess.RunAsync("/bin/sh", ["-c", $"echo {pid} $(ps -o pid= --ppid {pid})"])).Trim();
        await RunningProcess.RunAsync("/bin/sh", ["-c", $"kill -STOP {family}"]);
        Assert.Equal("T", (await RunningProcess.RunAsync("/bin/sh", ["-c", $"ps -o state= -p {pid}"])).Trim());
        await Task.Delay(Stop);
        await RunningProcess.RunAsync("/bin/sh", ["-c", $"kill -CONT {family}"]);
        await site.ServesAgainAsync();
    }
}
