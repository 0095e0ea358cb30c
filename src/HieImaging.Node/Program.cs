using System.CommandLine;
using HieImaging.Node.Commands;

return await new RootCommand("The node of a health information exchange for imaging.")
{
    ServeCommand.Create(),
    SchemaCommand.Create(),
    DomainCommand.Create(),
    TokenCommand.Create(),
    QueuesCommand.Create(),
    AuditCommand.Create(),
}.Parse(args).InvokeAsync();
