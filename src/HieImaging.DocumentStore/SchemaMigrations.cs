using Npgsql;

namespace HieImaging.DocumentStore;

/// <summary>The numbered migrations of every project against one database, in the order of the list.</summary>
public sealed class SchemaMigrations(NpgsqlDataSource source, IReadOnlyList<Migration> migrations)
{
    /// <summary>Applies what is missing, one transaction each, under an advisory lock; what was applied.</summary>
    public Task<IReadOnlyList<Migration>> ApplyAsync(CancellationToken cancellation) => throw new NotImplementedException($"{source}{migrations}");

    /// <summary>How the database differs from this program, one line each; empty when it does not.</summary>
    public Task<IReadOnlyList<string>> CheckAsync(CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The schema as the catalog tells it, always in the same words and order (<c>docs/schema.sql</c>).</summary>
    public Task<string> WriteAsync(CancellationToken cancellation) => throw new NotImplementedException();
}
