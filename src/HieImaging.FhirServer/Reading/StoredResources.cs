using System.Data;
using System.Runtime.InteropServices;
using HieImaging.DocumentStore;
using HieImaging.FhirServer.Declaring;
using Npgsql;

namespace HieImaging.FhirServer.Reading;

/// <summary>Reads resources of a declaration: the columns it discloses, the sort keys, and last the body, straight into a rented
/// buffer.</summary>
internal static class StoredResources
{
    /// <summary>What one answer may hold in memory; a page ends early before it grows beyond.</summary>
    internal const int LargestPage = 32 * 1024 * 1024;

    /// <summary><c>select id, version, last_updated, deleted, disclosed columns, sort keys, body</c>; the five columns may come from
    /// another alias (a version).</summary>
    internal static SqlFragment Select(ResourceDeclaration declaration, SqlFragment version, IEnumerable<SortKey> sorts)
    {
        SqlFragment[] columns =
        [
            $"{version}.id", $"{version}.version", $"{version}.last_updated", $"{version}.deleted",
            .. declaration.Columns.Select(column => (SqlFragment)$"({column.Value})::text"),
            .. sorts.Select(sort => (SqlFragment)$"({sort.Value})::text"),
            $"{version}.body",
        ];
        return $"select {SqlFragment.Join(", ", columns)}";
    }

    /// <summary>The rows of such a select, in order, as long as they fit; <c>Cut</c> says that some did not.</summary>
    internal static async Task<(List<StoredResource> Rows, bool Cut)> ReadAsync(
        DocumentSession session, SqlFragment sql, ResourceDeclaration declaration, int sorts, CancellationToken cancellation)
    {
        var rows = new List<StoredResource>();
        var bytes = 0L;
        using var buffers = new BodyBlocks();
        await using var reader = await session.ReadAsync(sql, CommandBehavior.SequentialAccess, cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            if (rows.Count > 0 && bytes > LargestPage)
                return (rows, true);
            rows.Add(Row(reader, declaration, sorts, buffers));
            bytes += rows[^1].Body.Length;
        }
        return (rows, false);
    }

    private static StoredResource Row(NpgsqlDataReader reader, ResourceDeclaration declaration, int sorts, BodyBlocks buffers)
    {
        var (id, version) = (reader.GetString(0), reader.GetInt32(1));
        var (lastUpdated, deleted) = (reader.GetFieldValue<DateTimeOffset>(2), reader.GetBoolean(3));
        var at = 4;
        var named = new Dictionary<string, string?>(declaration.Columns.Count, StringComparer.Ordinal);
        foreach (var column in declaration.Columns)
        {
            named[column.Name] = reader.IsDBNull(at) ? null : reader.GetString(at);
            at++;
        }
        var sortedBy = new string[sorts];
        for (var sort = 0; sort < sorts; sort++)
            sortedBy[sort] = reader.GetString(at++);
        var length = (int)reader.GetBytes(at, 0, null, 0, 0);
        var body = buffers.Rent(length);
        MemoryMarshal.TryGetArray<byte>(body.Bytes, out var into);
        reader.GetBytes(at, 0, into.Array, into.Offset, length);
        var row = new FhirRow(id, version, named) { LastUpdated = lastUpdated };
        if (declaration.Written is not { } write)
            return new StoredResource(row, lastUpdated, deleted, sortedBy, body);
        var written = write(row, body.Bytes);
        body.Dispose();
        body = buffers.Rent(written.Length);
        written.CopyTo(body.Bytes);
        return new StoredResource(row, lastUpdated, deleted, sortedBy, body);
    }
}
