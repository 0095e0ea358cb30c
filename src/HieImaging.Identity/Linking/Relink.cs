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
    public static async Task ApplyAsync(
        DocumentSession session, ResourceIds ids, Neighbourhood neighbourhood,
        IReadOnlySet<string> trusted, string cause, CancellationToken cancellation)
    {
        var decide = neighbourhood.Sources.Count > Neighbourhood.Largest
            ? static (_, _) => new LinkDecision.Unknown()
            : (Func<SourceIdentity, SourceIdentity, LinkDecision>)((a, b) => TrustedIdentifierRule.Decide(a, b, trusted));
        var groups = Partition.Of(neighbourhood.Sources, decide);

        // A person answers under the lowest of the ids that its sources were born with: an unlink restores ids (principle 1).
        var planned = groups.ToDictionary(
            group => group.Select(source => ids.Person(source.Id)).Min(StringComparer.Ordinal)!,
            group => group,
            StringComparer.Ordinal);
        var emptied = neighbourhood.PersonOf.Values.Distinct().Where(person => !planned.ContainsKey(person)).ToList();
        var known = (await session.QueryAsync(
                $"{PersonDocuments.SelectPerson} where person.id = any({planned.Keys.Concat(emptied).ToArray()})",
                PersonDocuments.PersonRow, cancellation))
            .ToDictionary(person => person.Id, StringComparer.Ordinal);

        foreach (var (id, group) in planned)
            StorePerson(session, id, group, known.GetValueOrDefault(id), neighbourhood, decide, cause);
        foreach (var id in emptied)
            if (known.TryGetValue(id, out var person) && !person.Deleted)
            {
                session.Delete(PersonDocuments.Persons, id, person.Version + 1);
                session.Publish(new PersonChanged { Person = id, Sources = [], Version = person.Version + 1, ChangedAt = session.Now });
            }
    }

    private static void StorePerson(
        DocumentSession session, string id, IReadOnlyList<SourceIdentity> group, Person? known, Neighbourhood neighbourhood,
        Func<SourceIdentity, SourceIdentity, LinkDecision> decide, string cause)
    {
        var person = PersonWriter.Write(id, (known?.Version ?? 0) + 1, group, session.Now);
        var moved = group.Where(source => neighbourhood.PersonOf.GetValueOrDefault(source.Id) != id).Select(source => source.Id).ToArray();
        var sameSources = known is { Deleted: false } && known.Sources.SequenceEqual(person.Sources);
        if (sameSources && moved.Length == 0 && PersonWriter.SameButForMeta(known!.Patient, person.Patient))
            return;

        session.Store(PersonDocuments.Persons, person);
        if (moved.Length > 0)
            session.Enqueue($"update record_locator.person_link set person_id = {id} where source_id = any({moved})");
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
