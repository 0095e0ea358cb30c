using System.CommandLine;
using HieImaging.Publisher.Commands;

namespace HieImaging.Publisher;

/// <summary><c>hie-publisher</c>: one line for each command.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => new RootCommand(
        "A hospital's Imaging Document Source: publishes the studies of an archive to the exchange.")
    {
        PublishCommand.Create(),
    }.Parse(args).InvokeAsync();
}
