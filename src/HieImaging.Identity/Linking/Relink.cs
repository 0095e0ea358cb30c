using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;
using HieImaging.Identity.Matching;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Linking;

/// <summary>Makes persons of a locked neighbourhood what the partition says: writes those that changed, tells of each, and records
/// why.</summary>
internal static class Relink
{
    public static Task ApplyAsync(
        DocumentSession session, ResourceIds ids, Neighbourhood neighbourhood,
        IReadOnlySet<string> trusted, string cause, CancellationToken cancellation) =>
        ApplyAsync(session, ids, neighbourhood, trusted, cause, [], cancellation);

    /// <param name="anew">Persons whose columns are corrected though they say the same.</param>
    public static async Task ApplyAsync(
        DocumentSession session, ResourceIds ids, Neighbourhood neighbourhood,
        IReadOnlySet<string> trusted, string cause, IReadOnlyList<string> anew, CancellationToken cancellation)
    {
        var (decide, planned) = Plan(ids, neighbourhood, trusted);
        var emptied = Emptied(neighbourhood, planned);
        var known = await KnownAsync(session, [.. planned.Keys, .. emptied], cancellation);
        foreach (var id in anew.Where(id => planned.ContainsKey(id) && !known.ContainsKey(id)))
            await LostAsync(session, id, planned[id], known, cancellation);

        foreach (var (id, group) in planned)
            StorePerson(session, ids, id, group, known.GetValueOrDefault(id), neighbourhood, decide, cause, anew.Contains(id));
        foreach (var id in emptied)
            if (known.TryGetValue(id, out var person) && !person.Deleted)
            {
                session.Delete(PersonDocuments.Persons, id, person.Version + 1);
                session.Publish(new PersonChanged { Person = id, Sources = [], Version = person.Version + 1, ChangedAt = session.Now });
            }
    }

    /// <summary>How many persons the neighbourhood is, and the ids of those whose rows do not say so.</summary>
    public static async Task<(int Persons, IReadOnlyList<string> Different)> DifferentAsync(
        DocumentSession session, ResourceIds ids, Neighbourhood neighbourhood, IReadOnlySet<string> trusted, CancellationToken cancellation)
    {
        var (_, planned) = Plan(ids, neighbourhood, trusted);
        var emptied = Emptied(neighbourhood, planned);
        var known = await KnownAsync(session, [.. planned.Keys, .. emptied], cancellation);
        var different = emptied.Where(id => known.TryGetValue(id, out var person) && !person.Deleted).ToList();
        foreach (var (id, group) in planned)
            if (known.GetValueOrDefault(id) is not { Deleted: false } person
                || group.Any(source => neighbourhood.PersonOf.GetValueOrDefault(source.Id) != id)
                || !await session.IsStoredAsync(PersonDocuments.Persons, PersonWriter.Write(id, person.Version, group, person.LastUpdated), cancellation))
                different.Add(id);
        return (planned.Count, different);
    }

    // A person answers under the lowest of the ids that its sources were born with: an unlink restores ids (principle 1).
    private static (Func<SourceIdentity, SourceIdentity, LinkDecision> Decide, Dictionary<string, IReadOnlyList<SourceIdentity>> Planned) Plan(
        ResourceIds ids, Neighbourhood neighbourhood, IReadOnlySet<string> trusted)
    {
        var decide = neighbourhood.Sources.Count > Neighbourhood.Largest
            ? static (_, _) => new LinkDecision.Unknown()
            : (Func<SourceIdentity, SourceIdentity, LinkDecision>)((a, b) => TrustedIdentifierRule.Decide(a, b, trusted));
        return (decide, Partition.Of(neighbourhood.Sources, decide).ToDictionary(
            group => group.Select(source => ids.Person(source.Id)).Min(StringComparer.Ordinal)!, group => group, StringComparer.Ordinal));
    }

    private static List<string> Emptied(Neighbourhood neighbourhood, Dictionary<string, IReadOnlyList<SourceIdentity>> planned) =>
        [.. neighbourhood.PersonOf.Values.Distinct().Where(person => !planned.ContainsKey(person))];

    private static async Task<Dictionary<string, Person>> KnownAsync(DocumentSession session, string[] persons, CancellationToken cancellation) =>
        (await session.QueryAsync($"{PersonDocuments.SelectPerson} where person.id = any({persons})", PersonDocuments.PersonRow, cancellation))
            .ToDictionary(person => person.Id, StringComparer.Ordinal);

    // Its row is gone: what its history knows comes back first, so that the next version follows it.
    private static async Task LostAsync(
        DocumentSession session, string id, IReadOnlyList<SourceIdentity> group, Dictionary<string, Person> known, CancellationToken cancellation)
    {
        await session.RestoreAsync(PersonDocuments.Persons, PersonWriter.Write(id, 1, group, session.Now), cancellation);
        foreach (var (key, person) in await KnownAsync(session, [id], cancellation))
            known[key] = person;
    }

    private static void StorePerson(
        DocumentSession session, ResourceIds ids, string id, IReadOnlyList<SourceIdentity> group, Person? known, Neighbourhood neighbourhood,
        Func<SourceIdentity, SourceIdentity, LinkDecision> decide, string cause, bool anew)
    {
        var person = PersonWriter.Write(id, (known?.Version ?? 0) + 1, group, session.Now);
        var moved = group.Where(source => neighbourhood.PersonOf.GetValueOrDefault(source.Id) != id).Select(source => source.Id).ToArray();
        var sameSources = known is { Deleted: false } && known.Sources.SequenceEqual(person.Sources);
        if (sameSources && moved.Length == 0 && PersonWriter.SameButForMeta(known!.Patient, person.Patient))
        {
            if (anew)
                session.Correct(PersonDocuments.Persons, PersonWriter.Write(id, known.Version, group, known.LastUpdated));
            return;
        }

        session.Store(PersonDocuments.Persons, person);
        if (moved.Length > 0)
            session.Enqueue($"""
                insert into record_locator.person_link (source_id, person_id, born_id)
                select source, {id}, born from unnest({moved}, {moved.Select(ids.Person).ToArray()}) as moved (source, born)
                on conflict (source_id) do update set person_id = excluded.person_id
                """);
        session.Publish(new PersonChanged { Person = id, Sources = person.Sources, Version = person.Version, ChangedAt = session.Now });
        if (!sameSources)
            Record(session, person, group, decide, cause);
    }

    private static void Record(
        DocumentSession session, Person person, IReadOnlyList<SourceIdentity> group,
        Func<SourceIdentity, SourceIdentity, LinkDecision> decide, string cause)
    {
        var evidence = string.Join("; ", group.SelectMany((a, i) => group.Skip(i + 1).Select(b => (a, b)))
            .Select(pair => (pair.a.Id, pair.b.Id, Decision: decide(pair.a, pair.b))).Where(pair => pair.Decision is LinkDecision.Linked)
            .Select(pair => $"{pair.Item1} {pair.Item2}: {((LinkDecision.Linked)pair.Decision).Evidence}"));
        session.Enqueue($"""
            insert into identity.link_decision (decided_at, person_id, sources, verb, rule, evidence, cause)
            values ({session.Now}, {person.Id}, {person.Sources}, {(group.Count > 1 ? "linked" : "parted")},
                {TrustedIdentifierRule.Name}, {evidence}, {cause})
            """);
    }
}
