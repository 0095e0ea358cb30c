using Npgsql;

namespace HieImaging.Harness.Faulting.Checking;

/// <summary>What the database says, each question one pass over a table.</summary>
internal sealed class StoreObservation(string database) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(database);

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    public async Task<ILookup<string, ObservedStudy>> StudiesAsync() => (await RowsAsync(
            """
            select study.study_uid, study.version, study.deleted, cardinality(study.instance_keys),
                   (select count(*)::int from registry.study_manifest spoken where spoken.study = study.id)
            from record_locator.registered_study study
            """,
            row => new ObservedStudy(row.GetString(0), row.GetInt32(1), row.GetBoolean(2), row.GetInt32(3), row.GetInt32(4))))
        .ToLookup(study => study.Study, StringComparer.Ordinal);

    /// <summary>Entries and status; the bytes are for the doors to tell.</summary>
    public async Task<Dictionary<string, ObservedDocument>> DocumentsAsync() => (await RowsAsync(
            "select unique_id, count(*)::int, bool_or(status = 'Approved') from registry.document_entry group by 1",
            row => (Id: row.GetString(0), Document: new ObservedDocument(row.GetInt32(1), row.GetBoolean(2), null))))
        .ToDictionary(one => one.Id, one => one.Document, StringComparer.Ordinal);

    public async Task<Dictionary<string, int>> SetsAsync() => (await RowsAsync(
            "select unique_id, count(*)::int from registry.submission_set group by 1", row => (Id: row.GetString(0), Count: row.GetInt32(1))))
        .ToDictionary(one => one.Id, one => one.Count, StringComparer.Ordinal);

    public async Task<ILookup<string, int>> PatientsAsync() => (await RowsAsync(
            "select 'urn:oid:' || authority || '|' || value, version from record_locator.source_identity where not deleted",
            row => (Number: row.GetString(0), Version: row.GetInt32(1))))
        .ToLookup(one => one.Number, one => one.Version, StringComparer.Ordinal);

    // A token that is asked for on the way to an operation bears the operation's trace too.
    public async Task<Dictionary<string, ObservedAudit>> AuditAsync() => (await RowsAsync(
            """
            select record.body ->> 'trace', count(*) filter (where record.outcome = 0)::int, count(*) filter (where record.outcome <> 0)::int
            from (select convert_from(body, 'UTF8')::json as body, outcome from trust.audit_record where transaction <> 'ITI-71') record
            where record.body ->> 'trace' is not null group by 1
            """,
            row => (Trace: row.GetString(0), Records: new ObservedAudit(row.GetInt32(1), row.GetInt32(2)))))
        .ToDictionary(one => one.Trace, one => one.Records, StringComparer.Ordinal);

    public async Task<Dictionary<string, ObservedItem>> ItemsAsync() => (await RowsAsync(
            """
            with item as (
                select sop_instance_uid as id, count(*)::int as times from registry.intake_item where state = 'registered' group by 1
            ), record as (
                select convert_from(body, 'UTF8')::json ->> 'entity' as id, count(*)::int as times from trust.audit_record
                where transaction = 'manifests' and outcome = 0 group by 1
            )
            select coalesce(item.id, record.id), coalesce(item.times, 0), coalesce(record.times, 0)
            from item full join record on record.id = item.id where item.id is not null or record.id not like 'manifests/%'
            """,
            row => (Id: row.GetString(0), Item: new ObservedItem(row.GetInt32(1), row.GetInt32(2)))))
        .ToDictionary(one => one.Id, one => one.Item, StringComparer.Ordinal);

    private async Task<List<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> row)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection) { Timeout = 120 };
        batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));
        await using var reader = await batch.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(row(reader));
        return rows;
    }
}
