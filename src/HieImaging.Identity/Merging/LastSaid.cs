using HieImaging.DocumentStore;

namespace HieImaging.Identity.Merging;

/// <summary>When something was said last of some numbers: what has no time of its own comes after it.</summary>
internal static class LastSaid
{
    public static Task<DateTimeOffset?> OfAsync(DocumentSession session, string[] sources, CancellationToken cancellation) =>
        session.FirstOrDefaultAsync($"""
            select greatest(
                (select max(said_at) from record_locator.source_identity where id = any({sources})),
                (select max(said_at) from identity.merge where subsumed = any({sources}) or survivor = any({sources})),
                (select max(said_at) from identity.assertion where origin = 'feed' and (low = any({sources}) or high = any({sources}))))
            """, row => row.IsDBNull(0) ? (DateTimeOffset?)null : row.GetFieldValue<DateTimeOffset>(0), cancellation);
}
