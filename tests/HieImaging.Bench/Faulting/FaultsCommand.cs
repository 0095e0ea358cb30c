using System.CommandLine;
using HieImaging.Harness.Faulting.Inflicting;

namespace HieImaging.Bench.Faulting;

/// <summary><c>faults [--seed N] [--minutes M] [--only F03,F14]</c>: every fault in a shuffled order under the workload; exit 1 when anything was
/// lost, invented or doubled, or a fault was not borne.</summary>
internal static class FaultsCommand
{
    public static Command Create()
    {
        var seed = new Option<int?>("--seed") { Description = "Decides the mix of operations and the order of the faults; none: any, printed." };
        var minutes = new Option<double>("--minutes") { Description = "Goes on for so long, at least for every fault once." };
        var only = new Option<string?>("--only") { Description = "These faults alone: F03,F14." };
        var aRole = new Option<bool>("--process-a-role") { Description = "Four processes with one role each, in place of one with all." };
        var command = new Command("faults", "Breaks everything that can break, under a workload, and counts what was lost.") { seed, minutes, only, aRole };
        command.SetAction((parsed, cancellation) => new FaultRun(
            parsed.GetValue(seed) ?? Random.Shared.Next(1_000_000), TimeSpan.FromMinutes(parsed.GetValue(minutes)), Chosen(parsed.GetValue(only)),
            parsed.GetValue(aRole)).RunAsync(cancellation));
        return command;
    }

    private static IReadOnlyList<Fault> Chosen(string? only)
    {
        var ids = only?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return ids is null
            ? FaultCatalog.All
            : [.. ids.Select(id => FaultCatalog.All.FirstOrDefault(fault => fault.Id == id) ?? throw new ArgumentException($"There is no fault {id}."))];
    }
}
