using HieImaging.DocumentStore;

namespace HieImaging.Identity.Receiving;

/// <summary>What was taken of each sender, by its control id: the same bytes again have their effect once and their answer again
/// (trust.md 5).</summary>
internal static class FeedMessages
{
    /// <param name="Sha256">Of the message.</param>
    /// <param name="Answer">As it was sent.</param>
    public sealed record Taken(byte[] Sha256, byte[] Answer);

    private const int ForgottenAtOnce = 5000;

    public static Task<Taken?> FindAsync(DocumentSession session, string sender, string controlId, CancellationToken cancellation) =>
        session.FirstOrDefaultAsync(
            $"select sha256, answer from identity.feed_message where sender = {sender} and control_id = {controlId}",
            row => new Taken(row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1)), cancellation);

    /// <summary>In the batch: who comes second with a control id fails there, and reads again.</summary>
    public static void Keep(DocumentSession session, MllpCall call, byte[] sha256, byte[] answer)
    {
        var (message, said) = (call.Message, call.Bytes.ToArray());
        var (happened, outcome) = ($"{call.Transaction.Id} {message.Type}^{message.Event}", "AA");
        session.Enqueue($"""
            insert into identity.feed_message (sender, control_id, sha256, received_at, event, outcome, answer, body)
            values ({call.Caller.Client.Id}, {message.ControlId}, {sha256}, {session.Now}, {happened}, {outcome}, {answer}, {said})
            """);
    }

    /// <summary>Forgets what is older, the oldest first and few at once, each time in a transaction of its own. Several processes may do
    /// so at the same time.</summary>
    public static async Task ForgetAsync(Store store, TimeSpan keptFor, CancellationToken cancellation)
    {
        for (var forgotten = ForgottenAtOnce; forgotten == ForgottenAtOnce;)
        {
            await using var session = await store.OpenSession(cancellation);
            forgotten = await session.ExecuteAsync(
                $"""
                delete from identity.feed_message where (sender, control_id) in (
                  select sender, control_id from identity.feed_message where received_at < {session.Now - keptFor}
                  order by received_at limit {ForgottenAtOnce} for update skip locked)
                """,
                cancellation);
            await session.SaveChangesAsync(cancellation);
        }
    }
}
