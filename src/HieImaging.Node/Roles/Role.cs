using HieImaging.DocumentStore;
using MassTransit;

namespace HieImaging.Node.Roles;

/// <summary>A room as the node wires it.</summary>
/// <param name="Name">As <c>--roles</c> names it.</param>
/// <param name="Add">What its doors and its work need; in every process.</param>
/// <param name="Map">Its HTTP doors; in every process.</param>
/// <param name="AddConsumers">Only where the role is on.</param>
/// <param name="AddJobs">Only where the role is on.</param>
internal sealed record Role(
    string Name,
    Action<IServiceCollection, IConfiguration> Add,
    Action<IEndpointRouteBuilder> Map,
    Action<IBusRegistrationConfigurator> AddConsumers,
    Action<IServiceCollection> AddJobs,
    IReadOnlyList<Migration> Migrations);
