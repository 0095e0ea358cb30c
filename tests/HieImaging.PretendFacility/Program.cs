using System.CommandLine;
using HieImaging.PretendFacility.Archives;
using HieImaging.PretendFacility.Domains;
using HieImaging.PretendFacility.Misbehaving;
using HieImaging.PretendFacility.Phantoms;
using HieImaging.PretendFacility.Publishing;
using HieImaging.PretendFacility.Telling;

return await new RootCommand("Pretends to be hospitals: their archives, their ADT systems, their EHRs.")
{
    PhantomsCommand.Create(),
    DomainCommand.Create(),
    LoadCommand.Create(),
    MisbehaveCommand.Create(),
    StoryCommand.Create(),
    SubmissionCommand.Create(),
}.Parse(args).InvokeAsync();
