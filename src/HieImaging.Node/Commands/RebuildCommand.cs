using System.CommandLine;
using HieImaging.DocumentStore;
using HieImaging.Identity;
using HieImaging.Identity.Rebuilding;
using HieImaging.Registry;
using HieImaging.Registry.Rebuilding;

namespace HieImaging.Node.Commands;

/// <summary><c>hie-node rebuild [--check]</c>: derives studies, search columns, numbers and persons anew from what was stored as it came; a node may
/// serve meanwhile. With --check nothing is written and exit 1 says that something differs.</summary>
internal static class RebuildCommand
{
    public static Command Create()
    {
        var check = new Option<bool>("--check") { Description = "Compares and writes nothing." };
        var rebuild = new Command("rebuild", "Derives studies and persons anew from stored documents and feeds.") { check };
        rebuild.SetAction(async (parsed, cancellation) =>
        {
            await using var services = NodeServices.Open(more => more.AddRegistryRebuilding().AddIdentityRebuilding());
            if (services is null)
                return 2;
            var write = !parsed.GetValue(check);
            try
            {
                IReadOnlyList<RebuildReport> reports =
                [
                    .. await services.GetRequiredService<RebuildStudies>().RunAsync(write, cancellation),
                    .. await services.GetRequiredService<RebuildPersons>().RunAsync(write, cancellation),
                ];
                foreach (var report in reports)
                    Console.WriteLine(report);
                return !write && reports.Any(report => report.Different.Count > 0) ? 1 : 0;
            }
            catch (StoreUnavailableException unavailable)
            {
                Console.Error.WriteLine(unavailable.Message);
                return 3;
            }
        });
        return rebuild;
    }
}
