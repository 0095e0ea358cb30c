using HieImaging.DocumentStore;
using HieImaging.FhirServer.Declaring;
using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Reading;

/// <summary>Read, vread and history of one resource (R4, 3.1.0.1 to 3.1.0.3, 3.1.0.9): found under the caller's eyes, audited, committed;
/// the answer is written by the door.</summary>
internal sealed class ReadInteraction(ResourceDeclaration declaration, Store store)
{
    /// <summary>The resource as it stands, or one version of it; null where there is none that the caller may see.</summary>
    internal async Task<StoredResource?> ReadAsync(HttpContext http, string id, int? version)
    {
        var (rows, _) = await LoadAsync(http, version is { } number
            ? VersionQueries.One(declaration, id, number, declaration.Visible(http))
            : VersionQueries.Current(declaration, id, declaration.Visible(http)), 1);
        return rows is [var resource, ..] ? resource : null;
    }

    /// <summary>The versions below one, the newest first, one more than asked where there are more.</summary>
    internal Task<(List<StoredResource> Rows, bool Cut)> HistoryAsync(HttpContext http, string id, int below, int count) =>
        LoadAsync(http, VersionQueries.All(declaration, id, below, count + 1, declaration.Visible(http)), count);

    private async Task<(List<StoredResource> Rows, bool Cut)> LoadAsync(HttpContext http, SqlFragment sql, int shown)
    {
        await using var session = await store.OpenSession(http.RequestAborted);
        var found = await StoredResources.ReadAsync(session, sql, declaration, 0, http.RequestAborted);
        if (found.Rows.Count > 0)
        {
            declaration.Audit(
                session,
                new(http, declaration.Reading, declaration.Type, [.. found.Rows.Take(shown).Select(row => row.Row)], null));
            await session.SaveChangesAsync(http.RequestAborted);
        }
        return found;
    }
}
