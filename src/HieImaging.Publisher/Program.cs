using System.CommandLine;
using HieImaging.Publisher.Commands;

namespace HieImaging.Publisher;

/// <summary><c>hie-publisher</c>: one line for each command.</summary>
internal static class Program
{
    // SIGTERM cancels; a watch then ends the submission that it is at (20 s at most) before it goes.
    private static readonly InvocationConfiguration Patient = new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };

    private static Task<int> Main(string[] args) => new RootCommand(
        "A hospital's Imaging Document Source: publishes the studies of an archive to the exchange.")
    {
        PublishCommand.Create(),
        WatchCommand.Create(),
    }.Parse(args).InvokeAsync(Patient);
}
