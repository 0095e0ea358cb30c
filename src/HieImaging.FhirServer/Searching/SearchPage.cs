using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;
using HieImaging.FhirServer.Declaring;
using HieImaging.FhirServer.Reading;

namespace HieImaging.FhirServer.Searching;

/// <summary>What a search found: matches, what they include, and where the next page begins. Holds rented buffers until it is
/// disposed.</summary>
internal sealed class SearchPage : IDisposable
{
    internal const int MostIncluded = 500;

    internal required IReadOnlyList<StoredResource> Matches { get; init; }

    /// <summary>Included resources by their declaration, in the order of the includes.</summary>
    internal required IReadOnlyList<(ResourceDeclaration Type, IReadOnlyList<StoredResource> Rows)> Included { get; init; }

    /// <summary>Null: this is the last page.</summary>
    internal required PagePosition? Next { get; init; }

    /// <summary>How many there are that the caller may see; null where it was not counted.</summary>
    internal required int? Total { get; init; }

    internal required IReadOnlyList<FhirIssue> Warnings { get; init; }

    internal static async Task<SearchPage> LoadAsync(
        DocumentSession session, ResourceDeclaration declaration, SearchPlan plan, PagePosition? after,
        Func<ResourceDeclaration, SqlFragment> visible, Func<string, ResourceDeclaration> declared, CancellationToken cancellation)
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
        var total = complete ? rows.Count
            : plan.Total || plan.Count == 0
                ? await session.FirstOrDefaultAsync(
                    SearchSql.Total(declaration, plan, visible(declaration)), row => row.GetInt32(0), cancellation)
                : (int?)null;
        var (included, warnings) = await IncludeAsync(session, declaration, plan, rows, visible, declared, cancellation);
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

    private static async Task<(List<(ResourceDeclaration, IReadOnlyList<StoredResource>)> Included, List<FhirIssue> Warnings)> IncludeAsync(
        DocumentSession session, ResourceDeclaration declaration, SearchPlan plan, List<StoredResource> matches,
        Func<ResourceDeclaration, SqlFragment> visible, Func<string, ResourceDeclaration> declared, CancellationToken cancellation)
    {
        var included = new List<(ResourceDeclaration, IReadOnlyList<StoredResource>)>();
        var warnings = new List<FhirIssue>();
        var ids = matches.Select(match => match.Row.Id).ToArray();
        var known = ids.Select(id => declaration.Type + "/" + id).ToHashSet(StringComparer.Ordinal);
        var left = MostIncluded;
        foreach (var include in ids.Length > 0 ? plan.Includes : [])
        {
            var target = declared(include.Target);
            var (rows, cut) = await StoredResources.ReadAsync(
                session, SearchSql.Included(target, include.Ids(ids), visible(target), left + 1),
                target, 0, cancellation);
            var kept = rows.Take(left).Where(row => known.Add(target.Type + "/" + row.Row.Id)).ToList();
            if (cut || rows.Count > left)
                warnings.Add(FhirIssue.Warning(
                    IssueCode.Incomplete,
                    "More would be included than one answer holds; ask for smaller pages.",
                    $"_include={declaration.Type}:{include.Name}"));
            rows.Except(kept).ToList().ForEach(row => row.Dispose());
            left -= kept.Count;
            included.Add((target, kept));
        }
        return (included, warnings);
    }
}
