using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;

namespace HieImaging.Registry.Documents;

/// <summary>A registered document whose content lies elsewhere and has not been fetched yet; its row goes when it is registered.</summary>
/// <param name="Tries">Failures so far.</param>
internal sealed record AwaitedDocument(string DocumentEntry, int Tries, bool IsRefused)
{
    /// <summary>Longer than a message needs to its consumer and back; then it is told again.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);

    /// <summary>In the transaction that registers it: the row, and the message that has it fetched.</summary>
    public static void Expect(DocumentSession session, string documentEntry)
    {
        session.Enqueue($"""
            insert into registry.awaited_document (document_entry, due_at) values ({documentEntry}, {session.Now + Lease})
            on conflict (document_entry) do nothing
            """);
        session.Publish(new DocumentRegisteredElsewhere { DocumentEntry = documentEntry });
    }

    public static Task<AwaitedDocument?> Find(DocumentSession session, string documentEntry, CancellationToken cancellation) =>
        session.FirstOrDefaultAsync(
            $"select tries, refused from registry.awaited_document where document_entry = {documentEntry}",
            row => new AwaitedDocument(documentEntry, row.GetInt32(0), row.GetBoolean(1)), cancellation);

    /// <summary>A new version of the metadata speaks for the document: that one is asked for, at once.</summary>
    public static SqlFragment Succeed(string before, string now, DateTimeOffset at) => $"""
        update registry.awaited_document set document_entry = {now}, due_at = {at}, refused = false, reason = null
        where document_entry = {before}
        """;

    public SqlFragment Done() => $"delete from registry.awaited_document where document_entry = {DocumentEntry}";

    /// <summary>It came and is not to be had so.</summary>
    public SqlFragment Refuse(string reason) => $"""
        update registry.awaited_document set refused = true, due_at = null, tries = {Tries + 1}, reason = {reason}
        where document_entry = {DocumentEntry}
        """;

    /// <param name="dueAt">Null: not again by itself.</param>
    public SqlFragment Fail(string reason, DateTimeOffset? dueAt) => $"""
        update registry.awaited_document set tries = {Tries + 1}, due_at = {dueAt}, reason = {reason} where document_entry = {DocumentEntry}
        """;

    /// <summary>Its repository was not asked: no failure, so the last one's reason stays.</summary>
    public SqlFragment Postpone(string reason, DateTimeOffset dueAt) => $"""
        update registry.awaited_document set due_at = {dueAt}, reason = coalesce(reason, {reason}) where document_entry = {DocumentEntry}
        """;

    /// <summary>Those that are due, each taken by one process alone.</summary>
    public static Task<IReadOnlyList<string>> TakeDue(DocumentSession session, CancellationToken cancellation) => session.QueryAsync($"""
        update registry.awaited_document set due_at = {session.Now + Lease} where document_entry in (
            select document_entry from registry.awaited_document where due_at <= {session.Now}
            order by due_at limit 500 for update skip locked)
        returning document_entry
        """, row => row.GetString(0), cancellation);

    public static Task<(long Awaited, long Refused)> Count(DocumentSession session, CancellationToken cancellation) =>
        session.FirstOrDefaultAsync(
            $"select count(*) filter (where not refused), count(*) filter (where refused) from registry.awaited_document",
            row => (row.GetInt64(0), row.GetInt64(1)), cancellation);
}
