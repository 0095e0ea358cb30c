using HieImaging.Identity.Matching;

namespace HieImaging.Identity.Training;

/// <summary>How often names occur in a population. A name that few have is not written down: it would say who is in it.</summary>
internal static class NameCounts
{
    private const int Fewest = 5, Most = 4000;

    public static NameFrequencies Of(IReadOnlyList<Comparable> records, NameFrequencies before) => before with
    {
        Given = Merged(records.Select(record => record.Given).Where(name => !name.IsMissing).Select(name => name.Words[0]), before.Given),
        Family = Merged(records.Select(record => record.Family).Where(name => !name.IsMissing).Select(name => name.Joined), before.Family),
    };

    // What the model knew stays known, and as frequent as the more frequent of the two: the population may be small.
    private static Dictionary<string, double> Merged(IEnumerable<string> names, IReadOnlyDictionary<string, double> before)
    {
        var all = names.ToList();
        var merged = new Dictionary<string, double>(before, StringComparer.Ordinal);
        foreach (var (name, count) in all.CountBy(name => name).Where(pair => pair.Value >= Fewest && pair.Key.Length > 1)
                     .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(Most))
            merged[name] = Math.Max(Math.Round((double)count / all.Count, 6), merged.GetValueOrDefault(name));
        return merged.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
    }
}
