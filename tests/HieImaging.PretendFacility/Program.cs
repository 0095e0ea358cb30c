using System.CommandLine;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Phantoms;

return await new RootCommand("Pretends to be hospitals: their archives, their ADT systems, their EHRs.")
{
    DomainCommand.Create(),
    PhantomsCommand.Create(),
}.Parse(args).InvokeAsync();
