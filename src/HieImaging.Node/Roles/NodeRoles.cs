using HieImaging.Broker;
using HieImaging.Governance;
using HieImaging.Identity;
using HieImaging.Node.Shedding;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Participants;
using HieImaging.Registry;
using HieImaging.Trust.Admission;
using HieImaging.Trust.Callers;
using HieImaging.Xds.Soap;
using Microsoft.Extensions.Options;

namespace HieImaging.Node.Roles;

/// <summary>The rooms of this house, in the order of their migrations.</summary>
internal static class NodeRoles
{
    public static IReadOnlyList<Role> All { get; } =
    [
        new("registry", (services, _) => services.AddRegistry(),
            routes => routes.MapRegistry(new SoapDoor(
                routes, ScopeCheck.MayAsync, ScopeCheck.RefusedAsync, routes.ServiceProvider.GetRequiredService<IOptions<SoapBounds>>().Value,
                BusyAnswers.OfSoapAsync)),
            services => RegistryRole.Resources(
                services.GetRequiredService<ResourceIds>(), services.GetRequiredService<CurrentDomain>(),
                () => services.GetRequiredService<PublicAddress>().Now + "/fhir"),
            RegistryRole.AddRegistryConsumers, services => services.AddRegistryJobs(), RegistryRole.Migrations),
        new("identity", (services, _) => services.AddIdentity(), _ => { }, services => IdentityRole.Resources(services.GetRequiredService<ResourceIds>()),
            IdentityRole.AddIdentityConsumers, services => services.AddIdentityJobs(), IdentityRole.Migrations),
        new("broker", (services, configuration) => services.AddBroker(configuration), BrokerRole.MapBroker, _ => [],
            _ => { }, services => services.AddBrokerJobs(), []),
        new("governance", (services, _) => services.AddGovernance(), GovernanceRole.MapGovernance, _ => GovernanceRole.Resources,
            _ => { }, services => services.AddGovernanceJobs(), GovernanceRole.Migrations),
    ];

    /// <summary>Null text is all of them.</summary>
    /// <exception cref="ArgumentException">A name that is no role's.</exception>
    public static IReadOnlyList<Role> Named(string? text)
    {
        if (text is null)
            return All;
        var names = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var name in names)
            if (All.All(role => role.Name != name))
                throw new ArgumentException($"There is no role {name}; there are {string.Join(", ", All.Select(role => role.Name))}.");
        return [.. All.Where(role => names.Contains(role.Name))];
    }
}
