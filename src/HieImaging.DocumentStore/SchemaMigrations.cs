using Npgsql;

namespace HieImaging.DocumentStore;

/// <summary>
/// The numbered migrations of every project against one database, in the
/// order of the list. Each project's schema is created before its first.
/// </summary>
public sealed class SchemaMigrations(NpgsqlDataSource source, IReadOnlyList<Migration> migrations)
{
    private static readonly long Lock = AdvisoryLocks.Of(["document_store.migration"])[0];

    /// <summary>Applies what is missing, one transaction each, under an advisory lock; what was applied.</summary>
    public async Task<IReadOnlyList<Migration>> ApplyAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await Execute(connection, $"select set_config('statement_timeout', '0', false), pg_advisory_lock({Lock})", cancellation);
        try
        {
            await Execute(connection, $"create schema if not exists document_store", cancellation);
            await Execute(connection, $"""
                create table if not exists document_store.migration (
                    schema text not null, number int not null, name text not null, sha256 text not null,
                    applied_at timestamptz not null default now(), primary key (schema, number))
                """, cancellation);

            var applied = await Applied(connection, cancellation);
            if (SchemaDrift.Between(migrations, applied).Where(drift => !drift.IsMissing).ToList() is { Count: > 0 } drifts)
                throw new InvalidOperationException("The database differs from this program: " + string.Join("; ", drifts));
            var missing = migrations.Where(migration => !applied.Any(migration.IsSameStepAs)).ToList();
            foreach (var migration in missing)
                await Apply(connection, migration, cancellation);
            return missing;
        }
        finally
        {
            await Execute(
                connection,
                $"select pg_advisory_unlock({Lock}), set_config('statement_timeout', '5000', false)",
                CancellationToken.None);
        }
    }

    /// <summary>How the database differs from this program, one line each; empty when it does not.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var isThere = await Scalar(connection, $"select to_regclass('document_store.migration') is not null", cancellation);
        var applied = isThere is true ? await Applied(connection, cancellation) : [];
        return [.. SchemaDrift.Between(migrations, applied).Select(drift => drift.ToString())];
    }

    /// <summary>The schemas as the catalog tells them, always in the same words and order (<c>docs/schema.sql</c>).</summary>
    public async Task<string> WriteAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        return await SchemaDump.Of(connection, [.. migrations.Select(migration => migration.Schema).Distinct()], cancellation);
    }

    private static async Task Apply(NpgsqlConnection connection, Migration migration, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Execute(connection, $"create schema if not exists {SqlFragment.Text(migration.Schema)}", cancellation);
        await Execute(connection, SqlFragment.Text(migration.Sql), cancellation);
        await Execute(connection, $"""
            insert into document_store.migration (schema, number, name, sha256)
            values ({migration.Schema}, {migration.Number}, {migration.Name}, {migration.Sha256})
            """, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task<List<AppliedMigration>> Applied(NpgsqlConnection connection, CancellationToken cancellation)
    {
        SqlFragment sql = $"select schema, number, name, sha256 from document_store.migration order by schema, number";
        await using var command = sql.ToCommand(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var applied = new List<AppliedMigration>();
        while (await reader.ReadAsync(cancellation))
            applied.Add(new AppliedMigration(reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetString(3)));
        return applied;
    }

    private static async Task Execute(NpgsqlConnection connection, SqlFragment sql, CancellationToken cancellation)
    {
        await using var command = sql.ToCommand(connection);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<object?> Scalar(NpgsqlConnection connection, SqlFragment sql, CancellationToken cancellation)
    {
        await using var command = sql.ToCommand(connection);
        return await command.ExecuteScalarAsync(cancellation);
    }
}
