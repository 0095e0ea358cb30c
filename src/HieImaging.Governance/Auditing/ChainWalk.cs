namespace HieImaging.Governance.Auditing;

/// <summary>Follows the chain seal by seal, in order, and holds it against what was signed. Pure: no store, no clock.</summary>
public sealed class ChainWalk
{
    private readonly Dictionary<long, AuditCheckpoint[]> _checkpoints;
    private readonly long _signedTo;
    private byte[] _hash = AuditChain.Origin;

    /// <param name="checkpoints">Of the store and of the witness file; their signatures hold.</param>
    public ChainWalk(IReadOnlyCollection<AuditCheckpoint> checkpoints)
    {
        _checkpoints = checkpoints.GroupBy(checkpoint => checkpoint.Position).ToDictionary(group => group.Key, group => group.ToArray());
        _signedTo = checkpoints.Count == 0 ? 0 : checkpoints.Max(checkpoint => checkpoint.Position);
    }

    /// <summary>The last position that was found good.</summary>
    public long Position { get; private set; }

    /// <summary>Takes the next seal; what is wrong with it, or null.</summary>
    public AuditFinding? Next(SealedRecord sealing)
    {
        if (sealing.Position != Position + 1)
            return new AuditFinding(AuditFault.Gap, Position + 1, null);
        if (sealing.Body is null)
            return new AuditFinding(AuditFault.Deleted, sealing.Position, sealing.Record);
        var hash = AuditChain.Next(_hash, sealing.Body);
        if (!hash.AsSpan().SequenceEqual(sealing.Hash) || !sealing.ColumnsAgree)
            return new AuditFinding(AuditFault.Altered, sealing.Position, sealing.Record);
        if (_checkpoints.TryGetValue(sealing.Position, out var signed)
            && signed.Any(checkpoint => !hash.AsSpan().SequenceEqual(checkpoint.Hash)))
            return new AuditFinding(AuditFault.Rehashed, sealing.Position, sealing.Record);
        (_hash, Position) = (hash, sealing.Position);
        return null;
    }

    /// <summary>When there are no more seals.</summary>
    public AuditFinding? End() => Position < _signedTo ? new AuditFinding(AuditFault.TailCut, _signedTo, null) : null;
}
