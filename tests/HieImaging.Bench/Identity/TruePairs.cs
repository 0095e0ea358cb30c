using System.Globalization;
using System.Text.RegularExpressions;

namespace HieImaging.Bench.Identity;

/// <summary>Who the records of a file really are: records with one number are one person.</summary>
internal static partial class TruePairs
{
    /// <summary>The number N of <c>rec-N-…</c>; any other id is a person of its own.</summary>
    public static int[] ByNumber(IReadOnlyList<SaidRecord> records)
    {
        var persons = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. records.Select((record, at) =>
        {
            var name = Number().Match(record.Id) is { Success: true } match ? match.Groups[1].Value : string.Create(CultureInfo.InvariantCulture, $"#{at}");
            if (!persons.TryGetValue(name, out var person))
                persons[name] = person = persons.Count;
            return person;
        })];
    }

    /// <summary>A list of pairs of ids that are one person, and whatever follows from them.</summary>
    /// <param name="first">How many of the records are of the first file: where both files use the same ids, a line names one of the first, then one of the second.</param>
    /// <exception cref="InvalidDataException">A line without two ids, or an id that no record has.</exception>
    public static int[] ByList(IReadOnlyList<SaidRecord> records, int first, string list)
    {
        var (one, other) = (Index(0, first), Index(first, records.Count));
        var persons = Enumerable.Range(0, records.Count).ToArray();
        foreach (var (number, values) in CsvTable.Lines(list.TrimStart('\uFEFF')))
        {
            if (values.Length < 2)
                throw new InvalidDataException($"Line {number} of the truth has no two ids.");
            var (left, right) = Find(values[0], values[1]);
            if (left < 0 || right < 0)
                if (number == 1)
                    continue;                                                                    // its header
                else
                    throw new InvalidDataException($"Line {number} of the truth names a record that is not there.");
            persons[Root(left)] = Root(right);
        }
        return [.. Enumerable.Range(0, records.Count).Select(Root)];

        Dictionary<string, int> Index(int from, int to)
        {
            var index = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var at = from; at < to; at++)
                index.TryAdd(records[at].Id, at);
            return index;
        }

        (int Left, int Right) Find(string a, string b) =>
            one.TryGetValue(a, out var x) && other.TryGetValue(b, out var y) || other.TryGetValue(a, out x) && one.TryGetValue(b, out y)
                ? (x, y)
                : (one.GetValueOrDefault(a, other.GetValueOrDefault(a, -1)), one.GetValueOrDefault(b, other.GetValueOrDefault(b, -1)));

        int Root(int at)
        {
            while (persons[at] != at)
                at = persons[at] = persons[persons[at]];
            return at;
        }
    }

    /// <summary>How many pairs are one person; of two files, one record of each.</summary>
    public static int Count(IReadOnlyList<int> persons, int first) => first < persons.Count
        ? persons.Take(first).CountBy(person => person).Join(persons.Skip(first).CountBy(person => person), a => a.Key, b => b.Key, (a, b) => a.Value * b.Value).Sum()
        : persons.CountBy(person => person).Sum(person => person.Value * (person.Value - 1) / 2);

    [GeneratedRegex(@"^\s*rec-(\d+)(-|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
