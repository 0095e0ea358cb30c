using HieImaging.DocumentStore;
using HieImaging.FhirServer.Declaring;
using HieImaging.FhirServer.Reading;

namespace HieImaging.FhirServer.Searching;

/// <summary>A planned search as SQL. The visibility is a condition like the others: no count, page or order tells of what is
/// hidden.</summary>
internal static class SearchSql
{
    /// <summary>A page: one row more than asked says that there is another page.</summary>
    internal static SqlFragment Page(ResourceDeclaration declaration, SearchPlan plan, SqlFragment visible, PagePosition? after)
    {
        var keys = plan.Order.Select(order => order.Key);
        SqlFragment[] order = [.. plan.Order.Select(one => one.Sql), $"{declaration.Alias}.id"];
        return $"""
            {StoredResources.Select(declaration, declaration.Alias, keys)} from {declaration.From}
            where {Conditions(declaration, plan, visible, after)}
            order by {SqlFragment.Join(", ", order)} limit {plan.Count + 1}
            """;
    }

    internal static SqlFragment Total(ResourceDeclaration declaration, SearchPlan plan, SqlFragment visible) =>
        $"select count(*)::int from {declaration.From} where {Conditions(declaration, plan, visible, null)}";

    /// <summary>What an include brings along, under the target's own visibility.</summary>
    internal static SqlFragment Included(ResourceDeclaration target, SqlFragment brings, SqlFragment visible, int most) =>
        $"""
        {StoredResources.Select(target, target.Alias, [])} from {target.From}
        where ({brings}) and not {target.Alias}.deleted and ({visible}) order by {target.Alias}.id limit {most}
        """;

    private static SqlFragment Conditions(ResourceDeclaration declaration, SearchPlan plan, SqlFragment visible, PagePosition? after)
    {
        List<SqlFragment> all = [$"not {declaration.Alias}.deleted", $"({visible})"];
        all.AddRange(plan.Conditions);
        if (after is not null)
            all.Add(After(declaration, plan.Order, after));
        return SqlFragment.Join(" and ", all);
    }

    /// <summary>Behind the last row of the page before: (k1 after v1) or (k1 same and k2 after v2) or … or (all same and id &gt;
    /// last).</summary>
    private static SqlFragment After(ResourceDeclaration declaration, IReadOnlyList<SortOrder> order, PagePosition after)
    {
        var alternatives = new List<SqlFragment>();
        for (var at = 0; at <= order.Count; at++)
        {
            var same = order.Take(at).Select((one, index) => one.Same(after.SortedBy[index]));
            SqlFragment behind = at == order.Count ? $"{declaration.Alias}.id > {after.Id}" : order[at].After(after.SortedBy[at]);
            alternatives.Add($"({SqlFragment.Join(" and ", same.Append(behind))})");
        }
        return $"({SqlFragment.Join(" or ", alternatives)})";
    }
}
