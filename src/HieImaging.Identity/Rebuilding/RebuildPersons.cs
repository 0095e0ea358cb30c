using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Identity.Keeping;
using HieImaging.Identity.Linking;
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
    private const int Together = 50;
    private const int Attempts = 12;

    private readonly Store _store;
    private readonly CurrentDomain _domain;
    private readonly LinkingContext _linking;

    public RebuildPersons(Store store, CurrentDomain domain, LinkingContext linking) => (_store, _domain, _linking) = (store, domain, linking);

    /// <param name="write">Stores what differs, and tells of it; else it is only counted.</param>
    public async Task<IReadOnlyList<RebuildReport>> RunAsync(bool write, CancellationToken cancellation)
    {
        await _domain.RefreshAsync(cancellation);
        var (compared, sources, keys, pairs) = (0L, new List<string>(), new List<string>(), new SortedSet<string>(StringComparer.Ordinal));
        await PagesAsync(async page =>
        {
            foreach (var source in page)
            {
                compared++;
                if (!await SourceAsync(source, write, cancellation))
                    sources.Add(source);
            }
        }, cancellation);
        // who is one person is worked out by all that can be found, so this comes first
        await PagesAsync(async page =>
        {
            foreach (var some in page.Chunk(Together))
                keys.AddRange(await new RebuildCandidates(_store, _linking).RunAsync(some, write, cancellation));
        }, cancellation);
        var (persons, different) = (new HashSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        await PagesAsync(async page =>
        {
            foreach (var some in page.Chunk(Together))
            {
                var found = await LinksAsync(some, write, cancellation);
                persons.UnionWith(found.Persons);
                pairs.UnionWith(found.Sources);
                different.UnionWith(found.Changed);
            }
        }, cancellation);
        return
        [
            new RebuildReport("source identities", compared, sources), new RebuildReport("candidates", compared, [.. pairs.Union(keys).Order(StringComparer.Ordinal)]),
            new RebuildReport("persons", persons.Count, [.. different]),
        ];
    }

    private async Task PagesAsync(Func<IReadOnlyList<string>, Task> work, CancellationToken cancellation)
    {
        for (var last = ""; await PageAsync(last, cancellation) is { Count: > 0 } page; last = page[^1])
            await work(page);
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

    /// <summary>Who is one person among all that a word about the sources can touch, and what was not so.</summary>
    private async Task<Relinked> LinksAsync(IReadOnlyList<string> sources, bool write, CancellationToken cancellation)
    {
        var locks = new LinkLocks(sources);
        for (var attempt = 1; ; attempt++)
            try
            {
                await using var session = await _store.OpenSession(cancellation);
                locks.Take(session);
                var changed = await Changed.ReadAsync(session, _linking.Ids, sources, anew: true, cancellation);
                var found = await new Relink(_linking, session, new LinkingCause("rebuild", null)).RunAsync(changed, locks, cancellation);
                if (found is null && attempt < Attempts)
                    continue;
                if (write && found is not null)
                    await session.SaveChangesAsync(cancellation);
                return found ?? throw new ConcurrencyException("What hangs together kept growing while it was locked.");
            }
            catch (ConcurrencyException) when (attempt < Attempts)
            {
                await Task.Delay(Random.Shared.Next(1, 10 * attempt), cancellation);
            }
    }
}
