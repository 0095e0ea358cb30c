using Npgsql;

namespace HieImaging.Bench.Querying;

/// <summary>Copies rows of a table many times by SQL: every column as in the template, but those that are named.</summary>
internal static class CopiedTable
{
    /// <param name="table">With its schema.</param>
    /// <param name="template">Alias and condition of the template's one row: <c>t where t.id = '…'</c>.</param>
    /// <param name="each">What is joined to it, one row a copy.</param>
    /// <param name="changed">SQL by column, over the aliases.</param>
    public static async Task CopyAsync(
        NpgsqlConnection database, string table, string each, string template, IReadOnlyDictionary<string, string> changed)
    {
        var columns = new List<string>();
        await using (var asked = new NpgsqlCommand(
            "select quote_ident(attname) from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attidentity = '' order by attnum", database)
            { Parameters = { new() { Value = table } } })
        await using (var reader = await asked.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                columns.Add(reader.GetString(0));
        await RunAsync(database, $"""
            insert into {table} ({string.Join(", ", columns)})
            select {string.Join(", ", columns.Select(column => changed.GetValueOrDefault(column, "t." + column)))}
            from {table} t cross join {each} where {template}
            """);
    }

    public static async Task RunAsync(NpgsqlConnection database, string sql)
    {
        await using var command = new NpgsqlCommand(sql, database) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Does the work without the table's further indexes, and builds them afterwards, which is many times faster.</summary>
    public static async Task WithoutIndexesAsync(NpgsqlConnection database, string table, Func<Task> work)
    {
        var indexes = new List<(string Name, string Definition)>();
        await using (var asked = new NpgsqlCommand("""
            select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index
            where indrelid = $1::regclass and not exists (select from pg_constraint where conindid = indexrelid)
            """, database) { Parameters = { new() { Value = table } } })
        await using (var reader = await asked.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                indexes.Add((reader.GetString(0), reader.GetString(1)));
        foreach (var (name, _) in indexes)
            await RunAsync(database, $"drop index {name}");
        await work();
        foreach (var (_, definition) in indexes)
            await RunAsync(database, definition);
    }
}
