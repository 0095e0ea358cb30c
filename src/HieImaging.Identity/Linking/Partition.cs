using HieImaging.Identity.Matching;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Linking;

/// <summary>
/// Which of a set of source identities are one person. A function of the set alone, never of the order in which it came:
/// links are taken in the order of the ids, and two groups join only where no member of one is distinct from a member of the other.
/// </summary>
internal static class Partition
{
    public static IReadOnlyList<IReadOnlyList<SourceIdentity>> Of(
        IEnumerable<SourceIdentity> sources, Func<SourceIdentity, SourceIdentity, LinkDecision> decide)
    {
        var ordered = sources.OrderBy(source => source.Id, StringComparer.Ordinal).ToList();
        var groups = ordered.Select(source => new List<SourceIdentity> { source }).ToList();

        foreach (var (a, b) in ordered.SelectMany((a, i) => ordered.Skip(i + 1).Select(b => (a, b))))
        {
            if (decide(a, b) is not LinkDecision.Linked)
                continue;
            var one = groups.Single(group => group.Contains(a));
            var other = groups.Single(group => group.Contains(b));
            if (one == other || one.Any(x => other.Any(y => decide(x, y) is LinkDecision.Distinct or LinkDecision.Doubtful)))
                continue;
            one.AddRange(other);
            groups.Remove(other);
        }
        return [.. groups.Select(group => group.OrderBy(source => source.Id, StringComparer.Ordinal).ToList())];
    }
}
