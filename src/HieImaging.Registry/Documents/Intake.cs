using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;
using HieImaging.Trust.Callers;

namespace HieImaging.Registry.Documents;

/// <summary>A bulk intake: who sent how many key objects, and what became of each.</summary>
internal sealed record Intake(Guid Id, string Participant, string Client, string Purpose)
{
    public static SqlFragment Insert(Guid id, Caller caller, int received, DateTimeOffset at) => $"""
        insert into registry.intake (id, participant, client, purpose, received, received_at)
        values ({id}, {caller.Participant.Id}, {caller.Client.Id}, {caller.Purpose}, {received}, {at})
        """;

    /// <param name="first">Position of the first of them.</param>
    public static SqlFragment InsertItems(Guid intake, int first, IReadOnlyList<byte[]> contents) => $"""
        insert into registry.intake_item (intake, position, content)
        select {intake}, {first} + item.place - 1, item.content from unnest({contents.ToArray()}) with ordinality as item (content, place)
        """;

    /// <summary>What came of an intake that nobody was told of.</summary>
    public static SqlFragment Forget(Guid intake) => $"""
        delete from registry.intake_item where intake = {intake} and not exists (select from registry.intake known where known.id = {intake})
        """;

    /// <summary>The same of all that a process left behind when it died; ids of intakes are in the order of their times (UUID version 7).</summary>
    public static SqlFragment ForgetBetween(DateTimeOffset from, DateTimeOffset to) => $"""
        delete from registry.intake_item item
        where item.intake between {Guid.CreateVersion7(from)} and {Guid.CreateVersion7(to)}
          and not exists (select from registry.intake known where known.id = item.intake)
        """;

    /// <summary>The bytes of key objects that are accepted become documents, without travelling once more.</summary>
    public static SqlFragment Keep(IReadOnlyList<(IntakeItem Item, string UniqueId, string Hash)> accepted) => $"""
        insert into registry.document_content (unique_id, hash, content)
        select kept.unique_id, kept.hash, item.content
        from unnest({accepted.Select(one => one.Item.Intake).ToArray()}, {accepted.Select(one => one.Item.Position).ToArray()},
            {accepted.Select(one => one.UniqueId).ToArray()}, {accepted.Select(one => one.Hash).ToArray()})
            as kept (intake, position, unique_id, hash)
        join registry.intake_item item on item.intake = kept.intake and item.position = kept.position
        on conflict (unique_id, hash) do nothing
        """;

    /// <summary>Key objects are registered, or refused with a code: their bytes are kept with the document, or not at all.</summary>
    public static SqlFragment Close(IReadOnlyList<ClosedItem> items) => $"""
        update registry.intake_item item
        set state = case when closed.code is null then 'registered' else 'refused' end, sop_instance_uid = closed.uid,
            code = closed.code, text = closed.text, content = null
        from unnest({items.Select(one => one.Item.Intake).ToArray()}, {items.Select(one => one.Item.Position).ToArray()},
            {items.Select(one => one.SopInstanceUid).ToArray()}, {items.Select(one => one.Refusal?.Code).ToArray()},
            {items.Select(one => one.Refusal?.Text).ToArray()}) as closed (intake, position, uid, code, text)
        where item.intake = closed.intake and item.position = closed.position
        """;

    /// <summary>Whether the item is still to be registered; who asks has it for the rest of its transaction.</summary>
    public static Task<bool> IsWaiting(DocumentSession session, IntakeItem item, CancellationToken cancellation) =>
        session.FirstOrDefaultAsync(
            $"select state = 'received' from registry.intake_item where intake = {item.Intake} and position = {item.Position} for update",
            row => row.GetBoolean(0), cancellation);

    public static Task<Intake?> Find(DocumentSession session, Guid id, CancellationToken cancellation) => session.FirstOrDefaultAsync(
        $"select participant, client, purpose from registry.intake where id = {id}",
        row => new Intake(id, row.GetString(0), row.GetString(1), row.GetString(2)), cancellation);

    /// <summary>The items of the messages that are still to be registered, in their order.</summary>
    public static Task<IReadOnlyList<IntakeItem>> Waiting(
        DocumentSession session, IReadOnlyCollection<ManifestReceived> messages, CancellationToken cancellation) => session.QueryAsync($"""
        select item.intake, item.position, item.content, intake.participant, intake.client, intake.purpose
        from unnest({messages.Select(one => one.Intake).ToArray()}, {messages.Select(one => one.Position).ToArray()},
            {messages.Select(one => one.Count).ToArray()}) as message (intake, position, count)
        join registry.intake_item item on item.intake = message.intake
            and item.position >= message.position and item.position < message.position + message.count
        join registry.intake intake on intake.id = item.intake
        where item.state = 'received' order by item.intake, item.position
        """,
        row => new IntakeItem(
            row.GetGuid(0), row.GetInt32(1), row.GetFieldValue<byte[]>(2),
            new Intake(row.GetGuid(0), row.GetString(3), row.GetString(4), row.GetString(5))),
        cancellation);
}

/// <summary>A key object of an intake that is still to be registered.</summary>
/// <param name="From">Who sent it.</param>
internal sealed record IntakeItem(Guid Intake, int Position, byte[] Content, Intake From);

/// <summary>What became of a key object of an intake.</summary>
/// <param name="Refusal">Null: registered.</param>
internal sealed record ClosedItem(IntakeItem Item, string? SopInstanceUid, IntakeRefusal? Refusal);

/// <summary>Why a key object of an intake was not registered.</summary>
internal sealed record IntakeRefusal(string? SopInstanceUid, string Code, string Text);

/// <summary><c>GET /manifests/{id}</c>.</summary>
internal sealed record IntakeProgress(int Received, int Registered, IReadOnlyList<IntakeRefusal> Refused)
{
    public bool Done => Registered + Refused.Count == Received;

    public static async Task<IntakeProgress> Of(DocumentSession session, Guid intake, CancellationToken cancellation)
    {
        var (received, registered) = await session.FirstOrDefaultAsync(
            $"select count(*)::int, (count(*) filter (where state = 'registered'))::int from registry.intake_item where intake = {intake}",
            row => (row.GetInt32(0), row.GetInt32(1)), cancellation);
        var refused = await session.QueryAsync(
            $"select sop_instance_uid, code, text from registry.intake_item where intake = {intake} and state = 'refused' order by position",
            row => new IntakeRefusal(row.IsDBNull(0) ? null : row.GetString(0), row.GetString(1), row.GetString(2)), cancellation);
        return new IntakeProgress(received, registered, refused);
    }
}
