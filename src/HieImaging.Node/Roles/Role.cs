using HieImaging.DocumentStore;
using HieImaging.FhirServer.Declaring;
using MassTransit;

namespace HieImaging.Node.Roles;

/// <summary>A room as the node wires it.</summary>
/// <param name="Name">As <c>--roles</c> names it.</param>
/// <param name="Add">What its doors and its work need; in every process.</param>
/// <param name="Map">Its HTTP doors; in every process.</param>
/// <param name="Resources">Its FHIR resources, mapped with those of the other rooms.</param>
/// <param name="AddConsumers">Only where the role is on.</param>
/// <param name="AddJobs">Only where the role is on.</param>
internal sealed record Role(
    string Name,
    Action<IServiceCollection, IConfiguration> Add,
    Action<IEndpointRouteBuilder> Map,
    Func<IServiceProvider, IReadOnlyList<ResourceDeclaration>> Resources,
    Action<IBusRegistrationConfigurator> AddConsumers,
    Action<IServiceCollection> AddJobs,
    IReadOnlyList<Migration> Migrations);
