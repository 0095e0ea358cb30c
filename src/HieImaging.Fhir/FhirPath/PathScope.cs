namespace HieImaging.Fhir.FhirPath;

/// <summary>What the evaluations over one resource share: the resource, the clock, the budget, and what depends on nothing else and so is
/// found
/// once. Not for two threads at a time.</summary>
internal sealed class PathScope
{
    /// <summary>Items and steps; a resource of 16 MiB checked whole needs about a tenth.</summary>
    internal const long DefaultBudget = 50_000_000;

    private readonly Dictionary<PathNode, NodeList> _found = [];
    private readonly Dictionary<NodeList, HashSet<FhirNode>> _sets = [];
    private readonly Stack<NodeList> _lists = new();
    private readonly Shared _shared;

    internal PathScope(FhirNode resource, FhirNode rootResource, TimeProvider? clock = null, long budget = DefaultBudget)
        : this(resource, rootResource, new Shared((clock ?? TimeProvider.System).GetUtcNow(), budget)) { }

    private PathScope(FhirNode resource, FhirNode rootResource, Shared shared)
    {
        Resource = resource;
        RootResource = rootResource;
        _shared = shared;
    }

    /// <summary><c>%resource</c>.</summary>
    internal FhirNode Resource { get; }

    /// <summary><c>%rootResource</c>: the one that contains <see cref="Resource"/>, else itself.</summary>
    internal FhirNode RootResource { get; }

    /// <summary><c>%context</c> of the evaluation that runs.</summary>
    internal FhirNode Context { get; set; }

    /// <summary>The same moment for all evaluations.</summary>
    internal DateTimeOffset Now => _shared.Now;

    /// <summary>Whether a code, coding or concept is in a value set; null where nobody knows.</summary>
    internal Func<FhirNode, string, bool?>? MemberOf { get; init; }

    /// <summary>Whether an item conforms to a profile; null where nobody knows.</summary>
    internal Func<FhirNode, string, bool?>? ConformsTo { get; init; }

    /// <summary>Why the evaluation that ran last came to no answer.</summary>
    internal FhirPathFault? Fault { get; private set; }

    /// <summary>The budget is spent: no evaluation comes to an answer any more.</summary>
    internal bool IsExhausted => _shared.Budget < 0;

    /// <summary>The scope of a contained resource: it has the same root.</summary>
    internal PathScope For(FhirNode resource) =>
        new(resource, RootResource, _shared) { MemberOf = MemberOf, ConformsTo = ConformsTo };

    /// <summary>The scope of an entry's resource: it is its own root.</summary>
    internal PathScope ForRoot(FhirNode resource) =>
        new(resource, resource, _shared) { MemberOf = MemberOf, ConformsTo = ConformsTo };

    internal void Begin(in FhirNode context)
    {
        Context = context;
        Fault = null;
        if (IsExhausted)
            Exhausted();
    }

    /// <summary>The first fault stays; an evaluation that has one goes on without an effect and ends.</summary>
    internal void Fail(string sentence, int position = -1) => Fault ??= new(position, sentence);

    /// <summary>Pays for work; false when the budget is spent.</summary>
    internal bool Spend(long steps)
    {
        if ((_shared.Budget -= steps) >= 0)
            return Fault is null;
        Exhausted();
        return false;
    }

    /// <summary>An empty list; give it back with <see cref="Return"/>.</summary>
    internal NodeList Rent() => _lists.TryPop(out var list) ? list : new NodeList(this);

    internal void Return(NodeList list)
    {
        list.Clear();
        _lists.Push(list);
    }

    /// <summary>The value of what depends on the scope alone.</summary>
    internal NodeList Once(PathNode node)
    {
        if (_found.TryGetValue(node, out var list))
            return list;
        list = new NodeList(this);
        node.Into(this, new PathFrame(Resource), list);
        if (Fault is null)
            _found.Add(node, list);
        return list;
    }

    /// <summary>The items of such a value, to be looked up.</summary>
    internal HashSet<FhirNode> Set(NodeList once)
    {
        if (!_sets.TryGetValue(once, out var set))
            _sets.Add(once, set = new HashSet<FhirNode>(once.Items.ToArray(), PathEquality.Comparer));
        return set;
    }

    private void Exhausted() => Fail("The expression costs more than is spent on one resource.");

    private sealed class Shared(DateTimeOffset now, long budget)
    {
        internal DateTimeOffset Now { get; } = now;

        internal long Budget { get; set; } = budget;
    }
}
