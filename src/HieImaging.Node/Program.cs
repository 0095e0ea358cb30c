using System.CommandLine;
using HieImaging.Node.Commands;

return await new RootCommand("The node of a health information exchange for imaging.")
{
    ServeCommand.Create(),
    SchemaCommand.Create(),
    QueuesCommand.Create(),
}.Parse(args).InvokeAsync();
