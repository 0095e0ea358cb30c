using System.Text.Json;

namespace HieImaging.DocumentStore;

/// <summary>The SQL of the outbox and the inbox as a session writes them.</summary>
internal static class MessageWrites
{
    public static SqlFragment Publish(IReadOnlyList<object> messages, DateTimeOffset now)
    {
        var ids = messages.Select(_ => Guid.CreateVersion7(now)).ToArray();
        var types = messages.Select(message => message.GetType().Name).ToArray();
        var bodies = messages.Select(message => JsonSerializer.Serialize(message, message.GetType())).ToArray();
        return $"""
            with told as (insert into document_store.outbox (message_id, type, body, created_at, due_at)
              select id, type, body, {now}, now() from unnest({ids}, {types}, {bodies}) as message (id, type, body))
            select pg_notify('hie_outbox', '')
            """;
    }

    /// <summary>Fails the transaction when a concurrent duplicate has committed before.</summary>
    public static SqlFragment Seen(IReadOnlyCollection<InboxKey> keys, DateTimeOffset now)
    {
        var (ids, consumers) = Columns(keys);
        return $"""
            with noted as (insert into document_store.inbox (message_id, consumer, seen_at)
              select id, consumer, {now} from unnest({ids}, {consumers}) as key (id, consumer) order by id, consumer
              on conflict do nothing returning 1)
            select document_store.demand((select count(*) from noted) = {keys.Count}, {StoreFailure.MessageSeen}, 'inbox')
            """;
    }

    public static SqlFragment WhichAreSeen(IReadOnlyCollection<InboxKey> keys)
    {
        var (ids, consumers) = Columns(keys);
        return $"""
            select consumer, message_id from document_store.inbox
            where (message_id, consumer) in (select id, consumer from unnest({ids}, {consumers}) as key (id, consumer))
            """;
    }

    private static (Guid[] Ids, string[] Consumers) Columns(IReadOnlyCollection<InboxKey> keys) =>
        (keys.Select(key => key.MessageId).ToArray(), keys.Select(key => key.Consumer).ToArray());
}
