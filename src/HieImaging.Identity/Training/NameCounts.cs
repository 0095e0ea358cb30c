using HieImaging.Identity.Matching;

namespace HieImaging.Identity.Training;

/// <summary>How often names occur in a population. A name that few have is not written down: it would say who is in it. One person has
/// many records, but one birth date.</summary>
internal static class NameCounts
{
    private const int Fewest = 5, Most = 4000;

    public static NameFrequencies Of(IReadOnlyList<Comparable> records, NameFrequencies before) => before with
    {
        Given = Merged(
            records.Where(record => !record.Given.IsMissing).Select(record => (record.Given.Words[0], record.BirthDate)), before.Given),
        Family = Merged(
            records.Where(record => !record.Family.IsMissing).Select(record => (record.Family.Joined, record.BirthDate)), before.Family),
    };

    // What the model knew stays known, and as frequent as the more frequent of the two: the population may be small.
    private static Dictionary<string, double> Merged(
        IEnumerable<(string Name, ComparableDate Born)> names, IReadOnlyDictionary<string, double> before)
    {
        var all = names.ToList();
        var merged = new Dictionary<string, double>(before, StringComparer.Ordinal);
        foreach (var (name, count) in all.GroupBy(one => one.Name, StringComparer.Ordinal)
                     .Where(same => same.Key.Length > 1)
                     .Where(same => same.Select(one => one.Born).Where(born => born.IsWhole).Distinct().Count() >= Fewest)
                     .Select(same => (same.Key, Count: same.Count()))
                     .OrderByDescending(pair => pair.Count).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(Most))
            merged[name] = Math.Max(Math.Round((double)count / all.Count, 6), merged.GetValueOrDefault(name));
        return merged.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
    }
}
