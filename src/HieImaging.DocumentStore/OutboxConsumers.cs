using MassTransit;

namespace HieImaging.DocumentStore;

/// <summary>
/// Which consumers the code lists for a message type, of all roles and in
/// every process: a row leaves the outbox when all of them have had it.
/// </summary>
public sealed class OutboxConsumers
{
    private readonly SortedSet<(string Type, string Consumer)> _listed = [];
    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Names of the message types that this version of the program has, also of those that nobody consumes.</summary>
    public IReadOnlyCollection<string> Known => _known;

    /// <summary>Pairs in order: a message type's name and the name of one of its consumers.</summary>
    public IReadOnlyCollection<(string Type, string Consumer)> Listed => _listed;

    public void Know(IEnumerable<string> types) => _known.UnionWith(types);

    /// <summary>Reads the message types from the consumer's <c>IConsumer&lt;T&gt;</c>.</summary>
    public void List(Type consumer)
    {
        foreach (var declared in consumer.GetInterfaces())
        {
            if (!declared.IsGenericType || declared.GetGenericTypeDefinition() != typeof(IConsumer<>))
                continue;
            var message = declared.GetGenericArguments()[0];
            if (message.IsGenericType && message.GetGenericTypeDefinition() == typeof(Batch<>))
                message = message.GetGenericArguments()[0];
            _listed.Add((message.Name, QueueName.ConsumerOf(consumer)));
            _known.Add(message.Name);
        }
    }
}
