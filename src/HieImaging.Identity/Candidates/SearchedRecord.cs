using HieImaging.Identity.Matching;

namespace HieImaging.Identity.Candidates;

/// <summary>A record whose candidates are looked for: it finds the keys that it lies under and who lies there too.</summary>
/// <param name="Record">Null: it is to be found no more (subsumed, removed, inactive).</param>
/// <param name="OldKeys">Those that it lies under in the store.</param>
internal sealed record SearchedRecord(string Id, long Sid, Comparable? Record, IReadOnlyList<long> OldKeys)
{
    public SortedSet<long> Keys { get; } = [];

    /// <summary>By their sids; packed (<see cref="ComparableBytes"/>), for thousands are held until all are found.</summary>
    public Dictionary<long, (string Id, byte[] Packed)> Candidates { get; } = [];

    /// <summary>The record, as a candidate of others.</summary>
    public byte[] Packed => field ??= Record!.ToBytes();

    /// <summary>Under one of its keys, which no attribute divides further, lie more than are compared.</summary>
    public bool Overflows { get; set; }
}
