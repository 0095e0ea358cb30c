namespace HieImaging.Identity.Linking;

/// <summary>A link between two of the records that are to be parted into persons.</summary>
internal readonly record struct LinkEdge(string Low, string High, double Bits);

/// <summary>
/// Which of a set of records are one person: a function of the set, what is asserted and what links, never of the order in which it came.
/// <list type="number">
/// <item>Assertions: whom stewards parted is parted; then the others in the order in which they were said. What would contradict one before
/// it moves nothing, and a human is told.</item>
/// <item>A record with two candidates about as good that cannot be one is linked to neither.</item>
/// <item>Links, the strongest first, then by ids: two groups join only when no member of one forbids a member of the other (complete
/// linkage, never blind closure). A link that joins nothing is a doubt.</item>
/// </list>
/// </summary>
internal sealed class Partition
{
    private readonly Dictionary<string, List<string>> _groupOf;
    private readonly HashSet<(string, string)> _cannot = [];
    private readonly Dictionary<(string, string), bool> _forbidden = [];
    private readonly Func<string, string, bool> _forbids;
    private readonly List<Doubt> _doubts = [];

    private Partition(IEnumerable<string> records, Func<string, string, bool> forbids)
    {
        _groupOf = records.Distinct(StringComparer.Ordinal).ToDictionary(id => id, id => new List<string> { id }, StringComparer.Ordinal);
        _forbids = forbids;
    }

    /// <summary>Each in the order of its ids, and they in the order of their first.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Groups =>
        [.. _groupOf.Values.Distinct().Select(group => group.Order(StringComparer.Ordinal).ToList()).OrderBy(group => group[0], StringComparer.Ordinal)];

    public IReadOnlyList<Doubt> Doubts => _doubts;

    /// <param name="records">Ids of live source identities.</param>
    /// <param name="assertions">Those that hold, about these records.</param>
    /// <param name="links">Pairs that are one person by themselves.</param>
    /// <param name="forbids">Whether two records contradict each other; symmetric.</param>
    /// <param name="margin">Bits by which the better of two candidates must lead.</param>
    public static Partition Of(
        IEnumerable<string> records, IEnumerable<Asserted> assertions, IEnumerable<LinkEdge> links, Func<string, string, bool> forbids, double margin)
    {
        var partition = new Partition(records, forbids);
        foreach (var standing in Asserted.Standing(assertions))
            partition.Assert(standing);
        var edges = links.OrderByDescending(link => link.Bits)
            .ThenBy(link => link.Low, StringComparer.Ordinal).ThenBy(link => link.High, StringComparer.Ordinal).ToList();
        var doubtful = partition.Rivals(edges, margin);
        foreach (var link in edges.Where(link => !doubtful.Contains(link)))
            if (!partition.Join(link.Low, link.High))
                partition._doubts.Add(Doubt.Of(link.Low, link.High, DoubtKind.Pair, DoubtReason.MemberForbids));
        foreach (var link in edges.Where(doubtful.Contains))
            if (partition._groupOf[link.Low] != partition._groupOf[link.High])
                partition._doubts.Add(Doubt.Of(link.Low, link.High, DoubtKind.Pair, DoubtReason.TwoAlike));
        return partition;
    }

    private void Assert(StandingAssertion standing)
    {
        var said = standing.Holds;
        var (one, other) = (_groupOf[said.Low], _groupOf[said.High]);
        var contradicts = said.Must
            ? one != other && one.Exists(a => other.Exists(b => _cannot.Contains(Pair(a, b))))
            : one == other;
        if (contradicts || standing.IsDisputed)
            _doubts.Add(Doubt.Of(said.Low, said.High, DoubtKind.Contradiction, DoubtReason.MustAndCannot));
        if (contradicts)
            return;
        if (said.Must)
            Unite(one, other);
        else
            _cannot.Add(Pair(said.Low, said.High));
    }

    // Links of a record to two that cannot be one, neither leading by the margin.
    private HashSet<LinkEdge> Rivals(List<LinkEdge> edges, double margin)
    {
        var rivals = new HashSet<LinkEdge>();
        var of = edges.SelectMany(edge => (IEnumerable<(string From, string To, LinkEdge Edge)>)[(edge.Low, edge.High, edge), (edge.High, edge.Low, edge)])
            .Where(way => _groupOf[way.From] != _groupOf[way.To])
            .ToLookup(way => way.From, StringComparer.Ordinal);
        foreach (var ways in of.Select(ways => ways.ToList()))
            for (var i = 0; i < ways.Count; i++)
                for (var j = i + 1; j < ways.Count; j++)
                    if (ways[i].Edge.Bits - ways[j].Edge.Bits < margin && _groupOf[ways[i].To] != _groupOf[ways[j].To] && Forbids(ways[i].To, ways[j].To))
                    {
                        rivals.Add(ways[i].Edge);
                        rivals.Add(ways[j].Edge);
                    }
        return rivals;
    }

    private bool Join(string low, string high)
    {
        var (one, other) = (_groupOf[low], _groupOf[high]);
        if (one == other)
            return true;
        if (one.Exists(a => other.Exists(b => Forbids(a, b))))
            return false;
        Unite(one, other);
        return true;
    }

    private void Unite(List<string> one, List<string> other)
    {
        if (one == other)
            return;
        one.AddRange(other);
        foreach (var id in other)
            _groupOf[id] = one;
    }

    private bool Forbids(string a, string b)
    {
        var pair = Pair(a, b);
        if (_cannot.Contains(pair))
            return true;
        if (!_forbidden.TryGetValue(pair, out var forbidden))
            _forbidden[pair] = forbidden = _forbids(pair.Item1, pair.Item2);
        return forbidden;
    }

    private static (string, string) Pair(string a, string b) => string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a);
}
