using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;
using HieImaging.FhirServer.Declaring;
using HieImaging.FhirServer.Reading;

namespace HieImaging.FhirServer.Searching;

/// <summary>What a search found: matches, what they include, and where the next page begins. Holds rented buffers until it is
/// disposed.</summary>
internal sealed class SearchPage : IDisposable
{
    internal required IReadOnlyList<StoredResource> Matches { get; init; }

    /// <summary>Included resources by their declaration, in the order in which they were reached.</summary>
    internal required IReadOnlyList<(ResourceDeclaration Type, IReadOnlyList<StoredResource> Rows)> Included { get; init; }

    /// <summary>Null: this is the last page.</summary>
    internal required PagePosition? Next { get; init; }

    /// <summary>How many there are that the caller may see; null where it was not counted.</summary>
    internal required int? Total { get; init; }

    internal required IReadOnlyList<FhirIssue> Warnings { get; init; }

    internal static async Task<SearchPage> LoadAsync(
        DocumentSession session, ResourceDeclaration declaration, SearchPlan plan, PagePosition? after,
        Func<ResourceDeclaration, SqlFragment> visible, CancellationToken cancellation)
    {
        var (rows, cut) = plan.Count == 0
            ? ([], false)
            : await StoredResources.ReadAsync(
                session, SearchSql.Page(declaration, plan, visible(declaration), after),
                declaration, plan.Order.Count, cancellation);
        if (rows.Count > plan.Count)
        {
            rows[^1].Dispose();
            rows.RemoveAt(rows.Count - 1);
            cut = true;
        }
        var complete = plan.Count > 0 && !cut && after is null;
        var total = plan.Total == false && plan.Count > 0 ? null
            : complete ? rows.Count
            : plan.Total == true || plan.Count == 0
                ? await session.FirstOrDefaultAsync(
                    SearchSql.Total(declaration, plan, visible(declaration)), row => (int?)row.GetInt32(0), cancellation)
                : null;
        var (included, warnings) = await IncludedResources.LoadAsync(session, declaration, plan, rows, visible, cancellation);
        return new SearchPage
        {
            Matches = rows,
            Included = included,
            Next = cut ? new(rows[^1].SortedBy, rows[^1].Row.Id) : null,
            Total = total,
            Warnings = warnings,
        };
    }

    public void Dispose()
    {
        foreach (var resource in Included.SelectMany(one => one.Rows).Concat(Matches))
            resource.Dispose();
    }
}
