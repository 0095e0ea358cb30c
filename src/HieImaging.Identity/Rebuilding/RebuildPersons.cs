using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Identity.Keeping;
using HieImaging.Identity.Linking;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Participants;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Rebuilding;

/// <summary>
/// What sources said of patients is the original; the columns and numbers that they are found by, and who is one person with whom, are
/// derived of it (decision 27). Derives them anew, one neighbourhood at a time under the locks that linking takes.
/// </summary>
public sealed class RebuildPersons
{
    private const int AtOnce = 200;

    private readonly Store _store;
    private readonly ResourceIds _ids;
    private readonly CurrentDomain _domain;

    public RebuildPersons(Store store, ResourceIds ids, CurrentDomain domain) => (_store, _ids, _domain) = (store, ids, domain);

    /// <param name="write">Stores what differs, and tells of it; else it is only counted.</param>
    public async Task<IReadOnlyList<RebuildReport>> RunAsync(bool write, CancellationToken cancellation)
    {
        await _domain.RefreshAsync(cancellation);
        var trusted = _domain.Now.File.TrustedIdentifiers.ToHashSet(StringComparer.Ordinal);
        var (compared, sources) = (0L, new List<string>());
        for (var last = ""; await PageAsync(last, cancellation) is { Count: > 0 } page; last = page[^1])
            foreach (var source in page)
            {
                compared++;
                if (!await SourceAsync(source, write, cancellation))
                    sources.Add(source);
            }
        // who is one person is worked out by the numbers, so these come first
        var (linked, answered, persons) = (new HashSet<string>(StringComparer.Ordinal), 0L, new SortedSet<string>(StringComparer.Ordinal));
        for (var last = ""; await PageAsync(last, cancellation) is { Count: > 0 } page; last = page[^1])
            foreach (var source in page.Where(source => !linked.Contains(source)))
            {
                var (neighbours, groups, different) = await LinksAsync(source, trusted, write, cancellation);
                linked.UnionWith(neighbours);
                persons.UnionWith(different);
                answered += groups;
            }
        return [new RebuildReport("source identities", compared, sources), new RebuildReport("persons", answered, [.. persons])];
    }

    private async Task<IReadOnlyList<string>> PageAsync(string last, CancellationToken cancellation)
    {
        await using var session = await _store.OpenSession(cancellation);
        return await session.QueryAsync(
            $"select id from record_locator.source_identity where id > {last} and not deleted order by id limit {AtOnce}",
            row => row.GetString(0), cancellation);
    }

    /// <summary>The columns and the numbers of one source; false: they were not what its Patient says.</summary>
    private async Task<bool> SourceAsync(string id, bool write, CancellationToken cancellation)
    {
        await using var session = await _store.OpenSession(cancellation);
        await session.LockAsync([SourceRows.LockOf(id)], cancellation);
        var stored = await session.FirstOrDefaultAsync(
            $"{PersonDocuments.SelectSource} where source.id = {id} and not source.deleted", PersonDocuments.SourceRow, cancellation);
        if (stored is null)
            return true;
        using var patient = JsonDocument.Parse(stored.Patient);
        var own = PatientIdentifier.Create(AssigningAuthority.Parse(stored.Authority), stored.Value);
        var derived = PatientReader.Read(
            patient.RootElement, stored.Patient, id, own, stored.Origin, stored.Feeder, stored.LastUpdated) with
            {
                Version = stored.Version, State = stored.State, SurvivorId = stored.SurvivorId, SaidAt = stored.SaidAt,
            };
        var numbers = (await session.QueryAsync(
            $"select system, value, own, match_key from record_locator.patient_identifier where source_id = {id}",
            row => (row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetString(3)), cancellation)).ToHashSet();
        if (await session.IsStoredAsync(PersonDocuments.Sources, derived, cancellation) && numbers.SetEquals(SourceRows.NumbersOf(derived)))
            return true;
        if (!write)
            return false;
        session.Correct(PersonDocuments.Sources, derived);
        SourceRows.StoreNumbers(session, derived);
        await session.SaveChangesAsync(cancellation);
        return false;
    }

    /// <summary>Who is one person among all that a word about the source can touch, and which persons were not so.</summary>
    private async Task<(IEnumerable<string> Neighbours, int Groups, IReadOnlyList<string> Different)> LinksAsync(
        string source, IReadOnlySet<string> trusted, bool write, CancellationToken cancellation)
    {
        (IEnumerable<string>, int, IReadOnlyList<string>) found = ([], 0, []);
        await LockedNeighbourhood.RunAsync(() => _store.OpenSession(cancellation), source, trusted, async (session, neighbourhood) =>
        {
            var (groups, different) = await Relink.DifferentAsync(session, _ids, neighbourhood, trusted, cancellation);
            if (write && different.Count > 0)
            {
                await Relink.ApplyAsync(session, _ids, neighbourhood, trusted, "rebuild", different, cancellation);
                await session.SaveChangesAsync(cancellation);
            }
            found = (neighbourhood.Sources.Select(one => one.Id), groups, different);
        }, cancellation);
        return found;
    }
}
