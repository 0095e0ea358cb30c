namespace HieImaging.Identity.Reviewing;

/// <summary>The fewest steps from one to another, of ways that are as short the first by ids. Pure.</summary>
internal static class ShortestWay
{
    /// <returns>Both ends and what is between; empty where no way leads there.</returns>
    public static IReadOnlyList<string> Of(IEnumerable<(string One, string Other)> steps, string from, string to)
    {
        var next = steps.SelectMany(step => new[] { step, (One: step.Other, Other: step.One) })
            .ToLookup(step => step.One, step => step.Other, StringComparer.Ordinal);
        var cameFrom = new Dictionary<string, string>(StringComparer.Ordinal) { [from] = from };
        var reached = new Queue<string>([from]);
        while (reached.TryDequeue(out var at) && at != to)
            foreach (var one in next[at].Order(StringComparer.Ordinal))
                if (cameFrom.TryAdd(one, at))
                    reached.Enqueue(one);
        if (!cameFrom.ContainsKey(to))
            return [];
        var way = new List<string> { to };
        while (way[^1] != from)
            way.Add(cameFrom[way[^1]]);
        way.Reverse();
        return way;
    }
}
