using HieImaging.DocumentStore;
using HieImaging.Identity.Matching;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Linking;

/// <summary>All source identities that a word about one of them can touch: those of the same person now, and those that share a trusted
/// identifier, onward.</summary>
/// <param name="Sources">In the order of their ids.</param>
/// <param name="PersonOf">Whose person each is now.</param>
/// <param name="Locks">What must be locked while they are worked out: each source and each trusted identifier.</param>
internal sealed record Neighbourhood(
    IReadOnlyList<SourceIdentity> Sources, IReadOnlyDictionary<string, string> PersonOf, IReadOnlySet<string> Locks)
{
    /// <summary>More than this is no family of records but a placeholder number that slipped through: nothing is linked by it.</summary>
    public const int Largest = 64;

    public static async Task<Neighbourhood> OfAsync(
        DocumentSession session, string sourceId, IReadOnlySet<string> trusted, CancellationToken cancellation)
    {
        var found = new Dictionary<string, SourceIdentity>(StringComparer.Ordinal);
        var locks = new SortedSet<string>(StringComparer.Ordinal) { "link:" + sourceId };
        var next = new List<string> { sourceId };
        while (next.Count > 0 && found.Count <= Largest)
        {
            foreach (var source in await session.QueryAsync(
                $"{PersonDocuments.SelectSource} where source.id = any({next.ToArray()}) and not source.deleted",
                PersonDocuments.SourceRow, cancellation))
                found[source.Id] = source;
            var claims = found.Values.SelectMany(source => source.Identifiers).Where(carried => trusted.Contains(carried.System))
                .Select(carried => (carried.System, Key: IdentifierKey.Of(carried.Value)))
                .Where(claim => claim.Key is not null)
                .Distinct().ToList();
            locks.UnionWith(claims.Select(claim => $"claim:{claim.System}|{claim.Key}"));
            locks.UnionWith(found.Keys.Select(id => "link:" + id));
            next = [.. (await NeighboursAsync(session, [.. found.Keys], claims, cancellation))
                .Where(id => !found.ContainsKey(id))
                .Take(Largest + 1)];
        }
        var sources = found.Values.OrderBy(source => source.Id, StringComparer.Ordinal).ToList();
        var persons = await session.QueryAsync(
            $"select source_id, person_id from record_locator.person_link where source_id = any({found.Keys.ToArray()})",
            row => (Source: row.GetString(0), Person: row.GetString(1)), cancellation);
        return new Neighbourhood(sources, persons.ToDictionary(pair => pair.Source, pair => pair.Person, StringComparer.Ordinal), locks);
    }

    private static async Task<IReadOnlyList<string>> NeighboursAsync(
        DocumentSession session, string[] sources, List<(string System, string? Key)> claims, CancellationToken cancellation) =>
        await session.QueryAsync($"""
            select carried.source_id from record_locator.patient_identifier carried
            join unnest({claims.Select(claim => claim.System).ToArray()}, {claims.Select(claim => claim.Key).ToArray()})
              as claim(system, key)
              on carried.system = claim.system and carried.match_key = claim.key
            where not carried.own
            union
            select beside.source_id from record_locator.person_link mine
            join record_locator.person_link beside on beside.person_id = mine.person_id
            where mine.source_id = any({sources})
            """, row => row.GetString(0), cancellation);
}
