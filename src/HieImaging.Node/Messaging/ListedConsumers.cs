using HieImaging.AffinityDomain.Messages;
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
        listed.Know(MessageCatalogue.Types.Keys);
        foreach (var consumer in TypesOf(roles))
            listed.List(consumer);
        return listed;
    }

    /// <summary>The consumers that the roles register.</summary>
    public static IReadOnlyList<Type> TypesOf(IReadOnlyList<Role> roles)
    {
        var unused = new ServiceCollection();
        unused.AddMassTransit(bus =>
        {
            foreach (var role in roles)
                role.AddConsumers(bus);
        });
        return [.. unused
            .Select(service => service.ServiceType)
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IConsumer)))];
    }
}
