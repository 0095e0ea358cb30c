namespace HieImaging.Bench.Identity.Households;

/// <summary>The people of FEBRL's files, which say nothing of gender and phone.</summary>
internal static class FebrlPeople
{
    /// <exception cref="InvalidDataException">A file without FEBRL's columns.</exception>
    public static IReadOnlyList<PoolRecord> Of(IEnumerable<string> files)
    {
        var records = files.SelectMany(Read).ToList();
        var persons = TruePairs.ByNumber([.. records.Select(record => new SaidRecord(record.Id, record.Words.Said(false)))]);
        var seen = new Dictionary<int, int>();
        return [.. records.Select((record, at) =>
        {
            var number = seen[persons[at]] = seen.GetValueOrDefault(persons[at], -1) + 1;
            return new PoolRecord(persons[at], persons[at], Relatives.Self, number, record.Words);
        })];
    }

    private static IEnumerable<(string Id, SyntheticWords Words)> Read(string file)
    {
        using var text = new StreamReader(file);
        var table = CsvTable.Read(text);
        string[] missing = [.. new[] { "rec_id", "given_name", "surname", "date_of_birth" }.Except(table.Columns)];
        if (missing.Length > 0)
            throw new InvalidDataException($"{Path.GetFileName(file)} has no column {string.Join(", ", missing)}.");
        var column = table.Columns.Index().ToDictionary(named => named.Item, named => named.Index, StringComparer.Ordinal);
        foreach (var row in table.Rows)
            yield return (Said(row, "rec_id") ?? "", new SyntheticWords
            {
                Given = Said(row, "given_name"), Family = Said(row, "surname"), Suffix = Said(row, "suffix"), Born = Said(row, "date_of_birth"), Gender = Said(row, "sex"),
                Number = Said(row, "street_number"), Street = Said(row, "address_1"), Place = Said(row, "address_2"), City = Said(row, "suburb"), State = Said(row, "state"),
                PostalCode = Said(row, "postcode"), Phone = Said(row, "phone_number"), Identifier = Said(row, "soc_sec_id"),
            });

        string? Said(string[] row, string name) => column.TryGetValue(name, out var at) && row[at].Length > 0 ? row[at] : null;
    }
}
