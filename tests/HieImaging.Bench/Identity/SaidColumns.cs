namespace HieImaging.Bench.Identity;

/// <summary>Which columns of a file say which field: <c>--map field=column,…</c> where given (a field of several columns: <c>line=number+street</c>, or the
/// field again), else the first of the names that FEBRL and others use.</summary>
internal sealed class SaidColumns
{
    public static readonly IReadOnlyList<string> Fields =
        ["id", "family", "given", "suffix", "birthDate", "gender", "line", "city", "state", "postalCode", "phone", "identifier"];

    private static readonly (string Field, string[] Columns)[] Known =
    [
        ("id", ["rec_id", "id", "record_id"]), ("family", ["surname", "family", "last_name", "family_name"]), ("given", ["given_name", "given", "first_name"]),
        ("suffix", ["suffix", "name_suffix"]), ("birthDate", ["date_of_birth", "birthDate", "birth_date", "dob"]), ("gender", ["gender", "sex"]),
        ("line", ["street_number+address_1+address_2", "address_1+address_2", "line", "address", "address_1"]), ("city", ["suburb", "city"]), ("state", ["state"]),
        ("postalCode", ["postcode", "postalCode", "postal_code", "zip"]), ("phone", ["phone_number", "phone", "telephone"]),
        ("identifier", ["soc_sec_id", "identifier", "ssn"]),
    ];

    private readonly Dictionary<string, List<int[]>> _columns;

    private SaidColumns(Dictionary<string, List<int[]>> columns, IReadOnlyList<string> names) => (_columns, Names) = (columns, names);

    /// <summary>The file's header.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The columns of a field: one list of columns for each time it was mapped.</summary>
    public IReadOnlyList<int[]> Of(string field) => _columns.TryGetValue(field, out var columns) ? columns : [];

    /// <param name="columns">The file's header.</param>
    /// <param name="maps"><c>field=column</c>, several separated by commas.</param>
    /// <param name="without">Fields, or columns, that are left out.</param>
    /// <exception cref="InvalidDataException">A field or column that is not there.</exception>
    public static SaidColumns Of(IReadOnlyList<string> columns, IEnumerable<string> maps, IEnumerable<string> without)
    {
        var mapped = new Dictionary<string, List<int[]>>(StringComparer.Ordinal);
        foreach (var map in maps.SelectMany(map => map.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            var parts = map.Split('=', 2, StringSplitOptions.TrimEntries);
            var field = Fields.FirstOrDefault(field => field.Equals(parts[0], StringComparison.OrdinalIgnoreCase))
                ?? throw new InvalidDataException($"'{parts[0]}' is no field; fields are {string.Join(' ', Fields)}.");
            var found = parts.Length == 2 ? Find(columns, parts[1]) : null;
            if (!mapped.TryGetValue(field, out var several))
                mapped[field] = several = [];
            several.Add(found ?? throw new InvalidDataException($"'{map}': the file has no such column; it has {string.Join(", ", columns)}."));
        }
        foreach (var (field, names) in Known.Where(known => !mapped.ContainsKey(known.Field)))
            if (names.Select(name => Find(columns, name)).FirstOrDefault(found => found is not null) is { } found)
                mapped[field] = [found];
        foreach (var left in without)
            if (Fields.FirstOrDefault(field => field.Equals(left, StringComparison.OrdinalIgnoreCase)) is { } field)
                mapped.Remove(field);
            else if (Find(columns, left) is [var column])
                mapped = mapped.Select(pair => (pair.Key, Left: pair.Value.Select(one => one.Where(at => at != column).ToArray()).Where(one => one.Length > 0).ToList()))
                    .Where(pair => pair.Left.Count > 0).ToDictionary(pair => pair.Key, pair => pair.Left, StringComparer.Ordinal);
            else
                throw new InvalidDataException($"--without {left}: neither a field ({string.Join(' ', Fields)}) nor a column.");
        if (!mapped.ContainsKey("id"))
            throw new InvalidDataException("No column says the record's id: --map id=column.");
        return new SaidColumns(mapped, columns);
    }

    private static int[]? Find(IReadOnlyList<string> columns, string names)
    {
        var found = names.Split('+', StringSplitOptions.TrimEntries)
            .Select(name => columns.Index().Where(column => column.Item.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(column => (int?)column.Index).FirstOrDefault())
            .ToArray();
        return found.All(column => column is not null) ? [.. found.Select(column => column!.Value)] : null;
    }
}
