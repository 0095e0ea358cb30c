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

    /// <summary>The key object is registered, or refused with a code: its bytes are kept with the document, or not at all.</summary>
    public static SqlFragment Close(Guid intake, int position, string? sopInstanceUid, IntakeRefusal? refusal) => $"""
        update registry.intake_item
        set state = {(refusal is null ? "registered" : "refused")}, sop_instance_uid = {sopInstanceUid},
            code = {refusal?.Code}, text = {refusal?.Text}, content = null
        where intake = {intake} and position = {position}
        """;

    public static Task<Intake?> Find(DocumentSession session, Guid id, CancellationToken cancellation) => session.FirstOrDefaultAsync(
        $"select participant, client, purpose from registry.intake where id = {id}",
        row => new Intake(id, row.GetString(0), row.GetString(1), row.GetString(2)), cancellation);

    /// <summary>The bytes of an item that is still to be registered.</summary>
    public static Task<byte[]?> ContentOf(DocumentSession session, Guid intake, int position, CancellationToken cancellation) =>
        session.FirstOrDefaultAsync(
            $"select content from registry.intake_item where intake = {intake} and position = {position} and state = 'received'",
            row => row.GetFieldValue<byte[]>(0), cancellation);
}

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
