using System.Runtime.CompilerServices;
using HieImaging.DocumentStore;

namespace HieImaging.Registry.Documents;

/// <summary>A kept document's bytes, read in pieces, each by a connection of its own: who takes them slowly keeps nobody from PostgreSQL, and no document is
/// whole in memory.</summary>
internal static class KeptDocument
{
    private const int PieceBytes = 1024 * 1024;

    /// <summary>Its length with each piece; at least one piece.</summary>
    /// <exception cref="InvalidOperationException">It is not there, or no more.</exception>
    public static async IAsyncEnumerable<(int Length, byte[] Piece)> ReadAsync(
        Store store, string uniqueId, string hash, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var (at, length) = (0, 1); at < length; at += PieceBytes)
        {
            (int Length, byte[] Piece)? next;
            await using (var session = await store.OpenSession(cancellation))
                next = await session.FirstOrDefaultAsync($"""
                    select octet_length(content), substring(content from {at + 1} for {PieceBytes}) from registry.document_content
                    where unique_id = {uniqueId} and hash = {hash}
                    """,
                    row => ((int, byte[])?)(row.GetInt32(0), row.GetFieldValue<byte[]>(1)), cancellation);
            yield return next ?? throw new InvalidOperationException("The document is not there.");
            length = next.Value.Length;
        }
    }
}
