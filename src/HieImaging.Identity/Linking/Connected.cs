using HieImaging.Identity.Matching;

namespace HieImaging.Identity.Linking;

/// <summary>Many sources at once may be of several components: each is worked out by itself.</summary>
internal static class Connected
{
    public static IReadOnlyList<IReadOnlyList<string>> Parts(Known known, IReadOnlyList<string> members)
    {
        var root = members.Distinct(StringComparer.Ordinal).ToDictionary(id => id, id => id, StringComparer.Ordinal);
        string Root(string id)
        {
            while (root[id] != id)
                id = root[id] = root[root[id]];
            return id;
        }
        void Unite(string one, string? other)
        {
            if (other is not null && root.ContainsKey(one) && root.ContainsKey(other))
                root[Root(one)] = Root(other);
        }
        foreach (var pair in known.Pairs.Values.Where(pair => pair.Verdict == Verdict.Link))
            Unite(pair.Low, pair.High);
        foreach (var said in known.Assertions.Where(said => said.Must))
            Unite(said.Low, said.High);
        foreach (var source in known.Sources.Values)
            Unite(source.Id, source.SurvivorId);
        foreach (var person in known.PersonOf.GroupBy(link => link.Value, StringComparer.Ordinal))
            foreach (var link in person)
                Unite(link.Key, person.First().Key);
        return [.. root.Keys.GroupBy(Root, StringComparer.Ordinal).Select(part => part.Order(StringComparer.Ordinal).ToList()).OrderBy(part => part[0], StringComparer.Ordinal)];
    }
}
