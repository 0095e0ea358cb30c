using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;
using HieImaging.FhirServer.Declaring;
using HieImaging.FhirServer.Reading;

namespace HieImaging.FhirServer.Searching;

/// <summary>What a search's includes bring along: each once, under its own visibility, at most so many in so many rounds.</summary>
internal static class IncludedResources
{
    internal static async Task<(List<(ResourceDeclaration, IReadOnlyList<StoredResource>)> Included, List<FhirIssue> Warnings)> LoadAsync(
        DocumentSession session, ResourceDeclaration declaration, SearchPlan plan, List<StoredResource> matches,
        Func<ResourceDeclaration, SqlFragment> visible, CancellationToken cancellation)
    {
        var included = new List<(ResourceDeclaration, IReadOnlyList<StoredResource>)>();
        var warnings = new List<FhirIssue>();
        var known = matches.Select(match => (declaration.Type, match.Row.Id)).ToHashSet();
        var left = plan.Bounds.Included;
        List<(string Type, string[] Ids)> reached = [(declaration.Type, [.. matches.Select(match => match.Row.Id)])];
        for (var round = 0; round < plan.Bounds.IncludeRounds && reached.Count > 0; round++)
        {
            var next = new List<(string, string[])>();
            foreach (var step in plan.Includes.Where(step => round == 0 ? step.From.Type == declaration.Type : step.Iterate))
            {
                string[] from = [.. reached.Where(one => one.Type == step.From.Type).SelectMany(one => one.Ids)];
                if (from.Length == 0)
                    continue;
                // what is known already may come again, and must not crowd out what is new
                var (rows, cut) = await StoredResources.ReadAsync(
                    session, SearchSql.Included(step.To, step.Brings(from), visible(step.To), left + known.Count + 1),
                    step.To, 0, cancellation);
                var fresh = rows.Where(row => known.Add((step.To.Type, row.Row.Id))).ToList();
                var kept = fresh.Take(left).ToList();
                if (cut || fresh.Count > kept.Count)
                    warnings.Add(FhirIssue.Warning(
                        IssueCode.Incomplete, "More would be included than one answer holds; ask for smaller pages.", step.Spelling));
                rows.Except(kept).ToList().ForEach(row => row.Dispose());
                left -= kept.Count;
                included.Add((step.To, kept));
                next.Add((step.To.Type, [.. kept.Select(row => row.Row.Id)]));
            }
            reached = next;
        }
        return (included, warnings);
    }
}
