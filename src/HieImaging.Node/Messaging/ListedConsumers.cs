using HieImaging.DocumentStore;
using HieImaging.Node.Roles;
using MassTransit;

namespace HieImaging.Node.Messaging;

/// <summary>Every consumer of every role, also of those that are off here: read from what the roles register, so that none can be
/// forgotten.</summary>
internal static class ListedConsumers
{
    public static OutboxConsumers Of(IReadOnlyList<Role> roles)
    {
        var listed = new OutboxConsumers();
        var unused = new ServiceCollection();
        unused.AddMassTransit(bus =>
        {
            foreach (var role in roles)
                role.AddConsumers(bus);
        });
        foreach (var service in unused)
            if (service.ServiceType is { IsClass: true, IsAbstract: false } type && type.IsAssignableTo(typeof(IConsumer)))
                listed.List(type);
        return listed;
    }
}
