using HieImaging.DocumentStore;

namespace HieImaging.Governance.Auditing;

/// <summary>Signs the chain's head, keeps it in the store and appends it to the witness file.</summary>
internal static class AuditCheckpoints
{
    /// <summary>Signs the head when it has moved since the last checkpoint.</summary>
    public static async Task SignAsync(Store store, AuditOptions options, CancellationToken cancellation)
    {
        using var key = await CheckpointKey.OpenAsync(store, options, cancellation);
        await using var session = await store.OpenSession(cancellation);
        var (position, hash) = await AuditSealing.HeadAsync(session, cancellation);
        if (position == 0)
            return;
        var checkpoint = AuditCheckpoint.Sign(position, hash, session.Now, key.Id, key.Key);
        var written = await session.ExecuteAsync($"""
            insert into governance.audit_checkpoint (position, hash, signed_at, key_id, signature)
            values ({position}, {hash}, {checkpoint.SignedAt}, {checkpoint.KeyId}, {checkpoint.Signature}) on conflict (position) do nothing
            """, cancellation);
        await session.SaveChangesAsync(cancellation);
        if (written > 0 && options.CheckpointFile is { } file)
            await File.AppendAllTextAsync(file, checkpoint.ToLine() + "\n", cancellation);
    }

    public static Task<IReadOnlyList<AuditCheckpoint>> LoadAsync(DocumentSession session, CancellationToken cancellation) =>
        session.QueryAsync(
            $"select position, hash, signed_at, key_id, signature from governance.audit_checkpoint order by position",
            row => new AuditCheckpoint(
                row.GetInt64(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<DateTimeOffset>(2),
                row.GetString(3), row.GetFieldValue<byte[]>(4)),
            cancellation);

    /// <summary>The witness file's checkpoints; a line that is none is skipped, for a crash may have cut the last.</summary>
    public static IReadOnlyList<AuditCheckpoint> Witnessed(string? file) =>
        file is not null && File.Exists(file) ? [.. File.ReadLines(file).Select(AuditCheckpoint.ReadLine).OfType<AuditCheckpoint>()] : [];
}
