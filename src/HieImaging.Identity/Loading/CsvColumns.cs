using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Loading;

/// <summary>
/// Which column of a CSV file is which field: by the header's names, or as mapped (<c>field=column</c>). Fields: <c>id family given suffix
/// birthDate gender line city state postalCode phone</c> and <c>identifier|SYSTEM</c>; given, line, phone and identifiers may be several.
/// </summary>
/// <param name="Places">By field, the columns' places in the row.</param>
/// <param name="Count">How many fields each row has.</param>
internal sealed record CsvColumns(IReadOnlyDictionary<string, IReadOnlyList<int>> Places, int Count)
{
    private static readonly HashSet<string> Fields = new(StringComparer.Ordinal)
    {
        "id", "family", "given", "suffix", "birthDate", "gender", "line", "city", "state", "postalCode", "phone",
    };

    private static readonly HashSet<string> Several = new(StringComparer.Ordinal) { "given", "line", "phone" };

    /// <returns>The columns, or what is wrong with the header or the mapping.</returns>
    public static (CsvColumns? Columns, string? Problem) Of(
        IReadOnlyList<string> header, IReadOnlyList<(string Field, string Column)> mapping)
    {
        var names = header.Select(name => name.Trim()).ToList();
        var places = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var mapped = mapping.Select(one => one.Field).ToHashSet(StringComparer.Ordinal);
        // a patient without his birth date is another patient's match: what is meant is said, never left out without a word
        foreach (var name in names.Where(name => !IsField(name) && !mapping.Any(one => one.Column == name)))
            if (Fields.FirstOrDefault(field => field.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } meant
                && !mapped.Contains(meant))
                return (null, $"The column {name} is nearly the field {meant}: call it so, or map it.");
        // what is mapped by hand is not taken by its name too
        var byName = names.Where(name => IsField(name) && !mapped.Contains(name)).Select(name => (name, name));
        foreach (var (field, column) in mapping.Concat(byName))
        {
            if (!IsField(field))
                return (null, $"There is no field {field}.");
            if (names.Count(name => name == column) != 1)
                return (null, $"The header has not exactly one column {column}.");
            var at = places.TryGetValue(Spelled(field), out var known) ? known : places[Spelled(field)] = [];
            at.Add(names.IndexOf(column));
            if (at.Count > 1 && !Several.Contains(field) && !IsIdentifier(field))
                return (null, $"The field {field} is mapped twice.");
        }
        if (!places.ContainsKey("id"))
            return (null, "No column is the id: the patient's number under the authority.");
        var all = places.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<int>)pair.Value, StringComparer.Ordinal);
        return (new CsvColumns(all, names.Count), null);
    }

    /// <summary>What a row says of a field, blanks left out.</summary>
    public IEnumerable<string> Of(IReadOnlyList<string> row, string field) =>
        Places.TryGetValue(field, out var at) ? at.Select(place => row[place].Trim()).Where(text => text.Length > 0) : [];

    /// <summary>Systems of further identifiers.</summary>
    public IEnumerable<string> Systems => Places.Keys.Where(IsIdentifier).Select(name => name["identifier|".Length..]);

    private static bool IsField(string name) => Fields.Contains(name) || IsIdentifier(name);

    private static bool IsIdentifier(string name) =>
        name.StartsWith("identifier|", StringComparison.Ordinal) && name.Length > "identifier|".Length;

    private static string Spelled(string field) =>
        IsIdentifier(field) ? "identifier|" + CarriedIdentifier.SystemOf(field["identifier|".Length..]) : field;
}
