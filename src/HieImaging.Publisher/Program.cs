using System.CommandLine;
using HieImaging.Publisher.Commands;

return await new RootCommand("A hospital's Imaging Document Source: publishes the studies of an archive to the exchange.")
{
    PublishCommand.Create(),
}.Parse(args).InvokeAsync();
