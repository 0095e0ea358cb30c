using System.Text.Json;
using System.Text.Json.Nodes;
using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Linking;

/// <summary>Makes persons what the plan says: writes those that changed, tells of each, and records why. What is so already is not
/// touched.</summary>
internal sealed class StorePersons(DocumentSession session, ResourceIds ids, Known known, LinkingCause cause)
{
    private readonly List<string> _changed = [];

    /// <returns>Ids of the persons that were not so.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(PersonPlan plan, IEnumerable<string> members, bool anew, CancellationToken cancellation)
    {
        foreach (var person in plan.Persons)
        {
            if (anew && person.Live.Count > 0 && !known.Persons.ContainsKey(person.Id))
                await LostAsync(person, cancellation);
            Store(person);
        }
        Move(plan);
        var planned = plan.Persons.Where(person => person.Live.Count > 0).Select(person => person.Id).ToHashSet(StringComparer.Ordinal);
        var own = members.Select(ids.Person).Concat(members.Select(id => known.PersonOf.GetValueOrDefault(id))).ToHashSet(StringComparer.Ordinal);
        foreach (var person in known.Persons.Values.Where(person => !person.Deleted && own.Contains(person.Id) && !planned.Contains(person.Id)))
        {
            session.Delete(PersonDocuments.Persons, person.Id, person.Version + 1);
            session.Publish(new PersonChanged { Person = person.Id, Sources = [], Version = person.Version + 1, ChangedAt = session.Now });
            _changed.Add(person.Id);
        }
        return _changed;
    }

    private void Store(PlannedPerson planned)
    {
        if (planned.Live.Count == 0)
            return;
        var stored = known.Persons.GetValueOrDefault(planned.Id);
        var person = PersonWriter.Write(planned.Id, (stored?.Version ?? 0) + 1, planned.Live, planned.Following);
        if (stored is not null && PersonWriter.Same(stored, person))
            return;
        _changed.Add(person.Id);
        if (stored is { Deleted: false } && PersonWriter.SameBody(stored, person) && stored.Sources.SequenceEqual(person.Sources))
        {
            session.Correct(PersonDocuments.Persons, person with { Version = stored.Version });
            return;
        }
        session.Store(PersonDocuments.Persons, person);
        session.Publish(new PersonChanged { Person = person.Id, Sources = person.Sources, Version = person.Version, ChangedAt = session.Now });
        if (stored is { Deleted: false } && stored.Sources.SequenceEqual(person.Sources))
            return;
        LinkingMetrics.Person(person.Sources.Count);
        if (stored is not null || person.Sources.Count > 1)
            Record(planned, person);
    }

    private void Move(PersonPlan plan)
    {
        var moved = plan.Persons.SelectMany(person => person.Sources.Select(source => (Source: source, Person: person.Id)))
            .Where(one => known.PersonOf.GetValueOrDefault(one.Source) != one.Person).OrderBy(one => one.Source, StringComparer.Ordinal).ToList();
        if (moved.Count == 0)
            return;
        _changed.AddRange(moved.Select(one => one.Person).Except(_changed, StringComparer.Ordinal).ToList());
        session.Enqueue($"""
            insert into record_locator.person_link (source_id, person_id, born_id)
            select source, person, born
            from unnest({moved.Select(one => one.Source).ToArray()}, {moved.Select(one => one.Person).ToArray()},
                        {moved.Select(one => ids.Person(one.Source)).ToArray()}) as moved (source, person, born)
            on conflict (source_id) do update set person_id = excluded.person_id
            """);
    }

    // Its row is gone: what its history knows comes back first, so that the next version follows it.
    private async Task LostAsync(PlannedPerson planned, CancellationToken cancellation)
    {
        var id = planned.Id;
        await session.RestoreAsync(PersonDocuments.Persons, PersonWriter.Write(id, 1, planned.Live, planned.Following), cancellation);
        if (await session.FirstOrDefaultAsync(
            $"{PersonDocuments.SelectPerson} where person.id = {id}", PersonDocuments.PersonRow, cancellation) is { } back)
            known.Persons[id] = back;
    }

    private void Record(PlannedPerson planned, Person person)
    {
        var links = planned.Links.Select(pair => (Pair: pair, pair.Why().Rule)).ToList();
        var rules = links.Select(link => link.Rule).Concat(links.Count == 0 ? ["none"] : []).Distinct().Order(StringComparer.Ordinal);
        var evidence = string.Join("; ", links.Select(link => $"{link.Pair.Low} {link.Pair.High}: {link.Rule} {link.Pair.Bits:F1}"));
        var bits = new JsonArray([.. links.Select(link => (JsonNode)new JsonObject
        {
            ["low"] = link.Pair.Low, ["high"] = link.Pair.High, ["bits"] = link.Pair.Bits, ["cut"] = link.Pair.Cut,
            ["evidence"] = JsonNode.Parse(link.Pair.Evidence),
        })]).ToJsonString();
        session.Enqueue($"""
            insert into identity.link_decision
                (decided_at, person_id, sources, verb, rule, evidence, cause, model, actor, bits, parted_from)
            values ({session.Now}, {person.Id}, {person.Sources}, {(person.Sources.Count > 1 ? "linked" : "parted")}, {string.Join('+', rules)},
                {evidence}, {cause.Cause}, {links.Select(link => link.Pair.Model).FirstOrDefault()}, {cause.Actor}, {bits}::jsonb,
                {PartedFrom(person)})
            """);
    }

    // Who was one person with one of its sources until now, and is not any more.
    private string[]? PartedFrom(Person person)
    {
        var own = person.Sources.ToHashSet(StringComparer.Ordinal);
        var were = person.Sources.Select(id => known.PersonOf.GetValueOrDefault(id)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        string[] others =
        [
            .. known.PersonOf.Where(link => were.Contains(link.Value) && !own.Contains(link.Key)).Select(link => link.Key)
                .Order(StringComparer.Ordinal),
        ];
        return others.Length == 0 ? null : others;
    }
}

/// <summary>By which message something changed, and who it was, for <c>link_decision</c>; no name and no number of a patient.</summary>
internal sealed record LinkingCause(string Cause, string? Actor);
