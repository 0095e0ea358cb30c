using System.CommandLine;
using HieImaging.Node.Commands;

namespace HieImaging.Node;

/// <summary><c>hie-node</c>: one line for each command.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => new RootCommand("The node of a health information exchange for imaging.")
    {
        ServeCommand.Create(),
        SchemaCommand.Create(),
        RebuildCommand.Create(),
        DomainCommand.Create(),
        TokenCommand.Create(),
        IdentityCommand.Create(),
        QueuesCommand.Create(),
        AuditCommand.Create(),
        ValidateCommand.Create(),
        DicomCommand.Create(),
    }.Parse(args).InvokeAsync();
}
