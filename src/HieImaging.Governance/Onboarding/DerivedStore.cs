using HieImaging.DocumentStore;
using HieImaging.Fhir.Json;

namespace HieImaging.Governance.Onboarding;

/// <summary>Makes a table of derived resources what the domain file says: what is the same stays as it is, what differs gets its next
/// version, the rest is removed.</summary>
internal static class DerivedStore
{
    /// <returns>How many rows it changed.</returns>
    public static async Task<int> ReplaceAsync(
        DocumentSession session, DocumentTable<DerivedResource> table, SqlFragment from,
        IReadOnlyList<DerivedContent> wanted, CancellationToken cancellation)
    {
        var rows = await session.QueryAsync($"select id, version, last_updated, deleted, body from {from}",
            row => new Stored(
                row.GetString(0), row.GetInt32(1), row.GetFieldValue<DateTimeOffset>(2), row.GetBoolean(3), row.GetFieldValue<byte[]>(4)),
            cancellation);
        var stored = rows.ToDictionary(row => row.Id, StringComparer.Ordinal);
        var changed = 0;
        foreach (var content in wanted)
        {
            var canonical = FhirJson.Canonical(content.Resource);
            var before = stored.GetValueOrDefault(content.Id);
            stored.Remove(content.Id);
            if (before is { Deleted: false }
                && before.Body.AsSpan().SequenceEqual(FhirJson.Stamped(canonical, content.Id, before.Version, before.LastUpdated)))
                continue;
            var version = (before?.Version ?? 0) + 1;
            session.Store(table, new DerivedResource(content.Id, version, FhirJson.Stamped(canonical, content.Id, version, session.Now))
            {
                Columns = content.Columns
            });
            changed++;
        }
        foreach (var gone in stored.Values.Where(row => !row.Deleted))
        {
            session.Delete(table, gone.Id, gone.Version + 1);
            changed++;
        }
        return changed;
    }

    private sealed record Stored(string Id, int Version, DateTimeOffset LastUpdated, bool Deleted, byte[] Body);
}
