using System.CommandLine;
using HieImaging.Bench.Appearing;
using HieImaging.Bench.Faulting;
using HieImaging.Bench.Hostile;
using HieImaging.Bench.Identity;
using HieImaging.Bench.Identity.Households;
using HieImaging.Bench.Identity.Speed;
using HieImaging.Bench.Overload;
using HieImaging.Bench.Querying;
using HieImaging.Bench.Registering;
using HieImaging.Bench.Retrieving;
using HieImaging.Bench.Starting;

// Interrupted, a run stops the servers that it started.
var orderly = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) };

return await new RootCommand("Measurements beside peers, and runs too long for the tests. Each command prints its verdict last.")
{
    BadInputsCommand.Create(),
    FaultsCommand.Create(),
    IdentityCommand.Create(),
    IdentityHouseholdsCommand.Create(),
    IdentityPairsCommand.Create(),
    IdentitySpeedCommand.Create(),
    IdentityTrainCommand.Create(),
    OverloadCommand.Create(),
    QueryCommand.Create(),
    RegisterCommand.Create(),
    RetrieveCommand.Create(),
    StartCommand.Create(),
    AppearCommand.Create(),
}.Parse(args).InvokeAsync(orderly);
