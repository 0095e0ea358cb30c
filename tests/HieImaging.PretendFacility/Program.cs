using System.CommandLine;
using HieImaging.PretendFacility.Domains;

return await new RootCommand("Pretends to be hospitals: their archives, their ADT systems, their EHRs.")
{
    DomainCommand.Create(),
}.Parse(args).InvokeAsync();
