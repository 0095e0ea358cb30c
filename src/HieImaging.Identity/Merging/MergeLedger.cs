namespace HieImaging.Identity.Merging;

/// <summary>
/// Which numbers of a source are given up, and for which: a function of all that was said of them and of which are known, never of the
/// order in which it came. Chains are followed to the number that lives; what would bend back on itself is refused.
/// </summary>
internal sealed class MergeLedger
{
    private readonly Dictionary<string, MergeEvent.Merged> _given = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _born = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MergeVerdict> _verdicts = new(StringComparer.Ordinal);

    private MergeLedger() { }

    /// <summary>Each number that is given up → the live one that it resolves to, through all chains.</summary>
    public IReadOnlyDictionary<string, string> Survivors =>
        _given.Keys.ToDictionary(number => number, Root, StringComparer.Ordinal);

    /// <summary>Numbers that are another's old form (A47) → that number, one step: what was said under the old one was said of the
    /// new.</summary>
    public IReadOnlyDictionary<string, string> Renumbered => _given.Values.Where(merge => merge.Renumbered)
        .ToDictionary(merge => merge.Subsumed, merge => merge.Survivor, StringComparer.Ordinal);

    /// <summary>By the id of each merge.</summary>
    public IReadOnlyDictionary<string, MergeVerdict> Verdicts => _verdicts;

    /// <param name="events">All of a component: merges, renumberings, unlinks, and the words of numbers that were ever removed.</param>
    /// <param name="known">Which numbers are known at all, by feed or manifest.</param>
    public static MergeLedger Of(IEnumerable<MergeEvent> events, Func<string, bool> known)
    {
        var ledger = new MergeLedger();
        foreach (var one in events.OrderBy(one => one.SaidAt).ThenBy(one => one.Digest, StringComparer.Ordinal))
            switch (one)
            {
                case MergeEvent.Merged merge:
                    ledger._verdicts[merge.Id] = ledger.Judge(merge, known);
                    break;
                case MergeEvent.Unlinked unlink:
                    ledger.Part(unlink);
                    break;
                case MergeEvent.Removed removal:
                    ledger._removed.Add(removal.Number);
                    break;
                case MergeEvent.Registered word:
                    ledger._removed.Remove(word.Number);
                    break;
                default:
                    throw new InvalidOperationException("No such event.");
            }
        return ledger;
    }

    private MergeVerdict Judge(MergeEvent.Merged merge, Func<string, bool> known)
    {
        var (subsumed, survivor) = (merge.Subsumed, merge.Survivor);
        bool IsKnown(string number) => known(number) || _born.Contains(number);
        if (subsumed == survivor)
            return Refused(MergeReason.Self);
        if (!IsKnown(subsumed) || !(merge.Renumbered || IsKnown(survivor)))
            return new MergeVerdict(MergeState.Pending, MergeReason.Unknown);
        if (_given.TryGetValue(subsumed, out var standing))
            return Refused(standing.Survivor == survivor ? MergeReason.Repeated : MergeReason.SubsumedIsSubsumed);
        if (_given.ContainsKey(survivor))
            return Refused(MergeReason.SurvivorIsSubsumed);
        if (_removed.Contains(subsumed) || _removed.Contains(survivor))
            return Refused(MergeReason.Removed);
        _given[subsumed] = merge;
        if (merge.Renumbered)
            _born.Add(survivor);
        return new MergeVerdict(MergeState.Applied);
    }

    // Of two numbers that are one by way of others, what was said last is taken back.
    private void Part(MergeEvent.Unlinked unlink)
    {
        var (one, other) = (Path(unlink.One), Path(unlink.Other));
        if (unlink.One == unlink.Other || End(one, unlink.One) != End(other, unlink.Other))
            return;
        var way = one.Except(other).Concat(other.Except(one)).Where(merge => !merge.Renumbered)
            .OrderBy(merge => merge.SaidAt).ThenBy(merge => merge.Digest, StringComparer.Ordinal).ToList();
        if (way.Count == 0)
            return;
        _given.Remove(way[^1].Subsumed);
        _verdicts[way[^1].Id] = new MergeVerdict(MergeState.Undone, MergeReason.Unlinked);
    }

    private List<MergeEvent.Merged> Path(string number)
    {
        var path = new List<MergeEvent.Merged>();
        while (_given.TryGetValue(number, out var merge))
        {
            path.Add(merge);
            number = merge.Survivor;
        }
        return path;
    }

    private string Root(string number) => End(Path(number), number);

    private static string End(List<MergeEvent.Merged> path, string number) => path.Count == 0 ? number : path[^1].Survivor;

    private static MergeVerdict Refused(string reason) => new(MergeState.Refused, reason);
}
