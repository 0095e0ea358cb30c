using System.Text;
using Npgsql;

namespace HieImaging.DocumentStore;

/// <summary>
/// Tables, views, sequences, indexes and functions of some schemas in PostgreSQL's own words: two equal dumps are two equal schemas.
/// </summary>
internal static class SchemaDump
{
    public static async Task<string> Of(NpgsqlConnection connection, string[] schemas, CancellationToken cancellation)
    {
        var dump = new StringBuilder(
            "-- Written by `hie-node schema write`; do not edit. The migrations beside the documents are the source.\n");
        foreach (var schema in schemas)
        {
            dump.Append("\ncreate schema ").Append(schema).Append(";\n");
            foreach (var sql in new[]
            {
                Sequences(schema), Functions(schema), Tables(schema), Views(schema), Indexes(schema), Triggers(schema)
            })
                await Append(dump, connection, sql, cancellation);
        }

        return dump.ToString();
    }

    private static SqlFragment Sequences(string schema) => $"""
        select 'create sequence ' || s.schemaname || '.' || s.sequencename || ' as ' || s.data_type
        from pg_sequences s
        where s.schemaname = {schema} and not exists (
          select from pg_depend d where d.objid = format('%I.%I', s.schemaname, s.sequencename)::regclass and d.deptype in ('a', 'i'))
        order by s.sequencename collate "C"
        """;

    private static SqlFragment Functions(string schema) => $"""
        select rtrim(pg_get_functiondef(p.oid), E'\n')
        from pg_proc p where p.pronamespace = {schema}::regnamespace and p.prokind in ('f', 'p')
          and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
        order by p.proname collate "C", pg_get_function_identity_arguments(p.oid)
        """;

    private static SqlFragment Tables(string schema) => $"""
        select case c.relpersistence when 'u' then 'create unlogged table ' else 'create table ' end
          || {schema} || '.' || c.relname || E' (\n    '
          || string_agg(line, E',\n    ' order by kind, place, line collate "C") || E'\n)'
          || case when c.relkind = 'p' then ' partition by ' || pg_get_partkeydef(c.oid) else '' end
          || case when c.relispartition then ' partition ' || pg_get_expr(c.relpartbound, c.oid) else '' end
          || case when c.reloptions is not null then ' with (' || array_to_string(c.reloptions, ', ') || ')' else '' end
        from pg_class c
        cross join lateral (
          select 0 as kind, a.attnum::int as place, a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
            || case a.attcompression when 'l' then ' compression lz4' when 'p' then ' compression pglz' else '' end
            || case when a.attcollation not in (0, 100)
                    then ' collate ' || (select quote_ident(collname) from pg_collation where oid = a.attcollation) else '' end
            || case when a.attidentity <> '' then ' generated as identity'
                    when a.attgenerated = 's' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
                    when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end
            || case when a.attnotnull then ' not null' else '' end as line
          from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          union all
          select 1, 0, 'constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid)
          from pg_constraint k where k.conrelid = c.oid and k.contype in ('c', 'f', 'p', 'u', 'x')) as lines
        where c.relnamespace = {schema}::regnamespace and c.relkind in ('r', 'p')
        group by c.oid, c.relname, c.relkind, c.relpersistence, c.relispartition, c.relpartbound, c.reloptions
        order by c.relname collate "C"
        """;

    private static SqlFragment Views(string schema) => $"""
        select 'create view ' || c.relname || E' as\n' || rtrim(pg_get_viewdef(c.oid), ';')
        from pg_class c where c.relnamespace = {schema}::regnamespace and c.relkind in ('v', 'm') order by c.relname collate "C"
        """;

    private static SqlFragment Indexes(string schema) => $"""
        select pg_get_indexdef(i.indexrelid)
        from pg_index i join pg_class c on c.oid = i.indexrelid
        where c.relnamespace = {schema}::regnamespace
          and not exists (
            select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
        order by c.relname collate "C"
        """;

    private static SqlFragment Triggers(string schema) => $"""
        select pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid
        where c.relnamespace = {schema}::regnamespace and not t.tgisinternal order by c.relname collate "C", t.tgname collate "C"
        """;

    private static async Task Append(StringBuilder dump, NpgsqlConnection connection, SqlFragment sql, CancellationToken cancellation)
    {
        await using var command = sql.ToCommand(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            dump.Append('\n').Append(reader.GetString(0)).Append(";\n");
    }
}
