using System.Globalization;
using HieImaging.Bench.Measuring;

namespace HieImaging.Bench.Registering;

/// <summary>
/// What a submission writes, read from what one did write: a table like each of the node's with the same indexes and storage, and a pgbench
/// script that inserts the same rows in one pipelined transaction. Ids and keys are new each time.
/// </summary>
internal static class SameRows
{
    private const string Text = "gen_random_uuid()::text", Uuid = "gen_random_uuid()";

    // Columns that are another's in each submission; the rest stands as it was written.
    private static readonly (string Table, string Row, Dictionary<string, string> New)[] Tables =
    [
        ("registry.document_content", "true", new() { ["unique_id"] = Text }),
        ("registry.submission_set", "true", new() { ["id"] = Text, ["unique_id"] = Text }),
        ("registry.document_entry", "true", new() { ["id"] = Text, ["unique_id"] = Text, ["logical_id"] = Text, ["submission_set"] = Text }),
        ("registry.association", "true", new() { ["id"] = Text, ["source"] = Text, ["target"] = Text, ["submission_set"] = Text }),
        ("registry.study_manifest", "true", new() { ["document_entry"] = Text, ["study"] = Text, ["study_uid"] = Text, ["source"] = Text }),
        ("record_locator.registered_study", "true", new()
        {
            ["id"] = Text, ["study_uid"] = Text, ["subject"] = Text, ["accessions"] = $"array[{Text},{Text}]", ["series_uids"] = $"array[{Text}]",
            ["instance_keys"] = "array[(random() * 9e18)::bigint]",
        }),
        ("record_locator.manifest_patient", "true", new() { ["id"] = Text, ["value"] = Text }),
        ("trust.audit_record", "transaction = 'RAD-108'", new() { ["id"] = Uuid, ["patient"] = Text, ["study_uid"] = Text }),
        ("trust.audit_unsealed", "true", new() { ["id"] = Uuid }),
        ("document_store.outbox", "type = 'StudyRegistered'", new() { ["message_id"] = Uuid }),
    ];

    /// <summary>Makes the peer's tables, and the script.</summary>
    public static async Task<string> ScriptAsync(Site site)
    {
        var statements = new List<string>();
        await site.ScalarAsync("create schema peer");
        foreach (var (table, row, made) in Tables)
        {
            var peer = "peer." + table.Split('.')[1];
            await site.ScalarAsync($"create table {peer} (like {table} including all)");
            var columns = (string)(await site.ScalarAsync(string.Create(CultureInfo.InvariantCulture, $"""
                select string_agg(attname, ',' order by attnum) from pg_attribute where attrelid = '{table}'::regclass and attnum > 0 and not attisdropped
                """)))!;
            var values = columns.Split(',').Select(column => made.TryGetValue(column, out var fresh)
                ? $"'{fresh.Replace("'", "''", StringComparison.Ordinal)}'"
                : Literal(column));
            var literal = (string)(await site.ScalarAsync($"select concat_ws(',', {string.Join(",", values)}) from {table} where {row} limit 1"))!;
            statements.Add($"insert into {peer} values ({literal});");
        }
        return string.Join("\n", ["\\startpipeline", "begin;", .. statements, "select pg_notify('peer', '');", "commit;", "\\endpipeline", ""]);
    }

    // pgbench takes a colon before a letter for a variable of its own, also inside of a string.
    private static string Literal(string column) => $$"""
        (select case when text like '''%' then 'E' else '' end || replace(text, ':', '\x3a')
         from (select quote_nullable({{column}}) as text) as quoted)
        """;
}
