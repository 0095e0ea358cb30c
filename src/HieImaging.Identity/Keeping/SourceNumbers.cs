using HieImaging.DocumentStore;

namespace HieImaging.Identity.Keeping;

/// <summary>The numbers by which a source is found, in the place of those that it had.</summary>
/// <param name="IsNew">It had none.</param>
internal sealed record SourceNumbers(
    string Source, bool IsNew, IReadOnlyList<(string System, string Value, bool Own, string Key)> Numbers)
{
    /// <summary>Those of all sources of a session; of one that is said twice the last.</summary>
    public static GatheredRows<SourceNumbers> Rows { get; } = new(Statements);

    private static IEnumerable<SqlFragment> Statements(IReadOnlyList<SourceNumbers> sources)
    {
        if (sources.Where(one => !one.IsNew).Select(one => one.Source).Distinct(StringComparer.Ordinal).ToArray() is { Length: > 0 } before)
            yield return $"delete from record_locator.patient_identifier where source_id = any({before})";
        var rows = sources.GroupBy(one => one.Source, StringComparer.Ordinal).Select(said => said.Last())
            .SelectMany(one => one.Numbers.Select(number => (one.Source, Number: number))).ToList();
        if (rows.Count == 0)
            yield break;
        T[] Each<T>(Func<(string Source, (string System, string Value, bool Own, string Key) Number), T> value) => [.. rows.Select(value)];
        yield return $"""
            insert into record_locator.patient_identifier (system, value, source_id, own, match_key)
            select system, value, source, own, key
            from unnest({Each(row => row.Number.System)}, {Each(row => row.Number.Value)}, {Each(row => row.Source)},
                        {Each(row => row.Number.Own)}, {Each(row => row.Number.Key)})
              as number (system, value, source, own, key)
            """;
    }
}
