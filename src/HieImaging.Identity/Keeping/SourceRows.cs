using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Identity.Documents;
using HieImaging.Identity.Linking;
using HieImaging.Identity.Matching;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Keeping;

/// <summary>
/// Source identities in the store: each version of what was said, the numbers by which it is found, the person that it was born as. Its
/// state (merged, quarantined) is no version: what it says has not changed, and when the state is undone nothing is left of it.
/// </summary>
internal static class SourceRows
{
    /// <param name="said">As it has to stand, its state included; version and time are given here.</param>
    /// <param name="known">As it stands; null: it is not known.</param>
    /// <returns>As it stands then, and whether anything of it changed that linking or an answer sees.</returns>
    public static (SourceIdentity Source, bool Changed) Write(DocumentSession session, ResourceIds ids, SourceIdentity said, SourceIdentity? known)
    {
        if ((said.State == SourceState.Quarantined) != (known?.State == SourceState.Quarantined))
            Ask(session, said.Id, isOpen: said.State == SourceState.Quarantined);
        if (said.State == SourceState.Removed && known is not null)
            return Remove(session, said, known);
        if (known is null || known.Deleted || !SaysTheSame(known, said))
        {
            var stored = SourcePatient.Stamp(said with { Version = (known?.Version ?? 0) + 1, LastUpdated = session.Now, Deleted = false });
            session.Store(PersonDocuments.Sources, stored);
            StoreNumbers(session, stored, isNew: known is null);
            if (known is null)
                Bear(session, ids, stored);
            if (stored.State == SourceState.Removed)
                session.Enqueue($"update record_locator.source_identity set deleted = true where id = {stored.Id}");
            return (stored with { Deleted = stored.State == SourceState.Removed }, true);
        }
        var standing = known with { State = said.State, SurvivorId = said.SurvivorId, SaidAt = said.SaidAt };
        if (standing.State == known.State && standing.SurvivorId == known.SurvivorId && standing.SaidAt == known.SaidAt)
            return (known, false);
        session.Correct(PersonDocuments.Sources, standing);
        if (IsFound(known) != IsFound(standing))
            StoreNumbers(session, standing);
        // when it was said last decides, too, whose word a person shows
        return (standing, true);
    }

    /// <summary>One word at a time about a source; whoever holds the lock may take it again.</summary>
    public static string LockOf(string source) => LinkLocks.OfSource(source);

    /// <summary>The same patient in the same words, by the same feeder; id, version and time apart.</summary>
    public static bool SaysTheSame(SourceIdentity known, SourceIdentity said) =>
        known.Origin == said.Origin && known.Feeder == said.Feeder
        && SourcePatient.Unstamped(known.Patient).AsSpan().SequenceEqual(SourcePatient.Unstamped(said.Patient));

    /// <summary>The numbers of a source in the place of those that it had. The session holds its lock.</summary>
    public static void StoreNumbers(DocumentSession session, SourceIdentity stored, bool isNew = false) =>
        session.Enqueue(SourceNumbers.Rows, new SourceNumbers(stored.Id, isNew, [.. NumbersOf(stored)]));

    /// <summary>The numbers by which a source is found, and the key by which each is compared; one that was given up or removed is found by
    /// none.</summary>
    public static IEnumerable<(string System, string Value, bool Own, string Key)> NumbersOf(SourceIdentity source) =>
        IsFound(source)
            ? source.Identifiers.Select(identifier =>
                (identifier.System, identifier.Value, IsOwn(source, identifier), IdentifierKey.Of(identifier.Value) ?? ""))
            : [];

    private static bool IsFound(SourceIdentity source) => source.State is SourceState.Registered or SourceState.Quarantined;

    private static (SourceIdentity Source, bool Changed) Remove(DocumentSession session, SourceIdentity said, SourceIdentity known)
    {
        var removed = known with { State = SourceState.Removed, SurvivorId = null, SaidAt = said.SaidAt, Deleted = true };
        if (!SaysTheSame(known, said))
        {
            removed = SourcePatient.Stamp(said with { Version = known.Version + 1, LastUpdated = session.Now, Deleted = true, SurvivorId = null });
            session.Store(PersonDocuments.Sources, removed);
        }
        else if (!known.Deleted)
        {
            removed = removed with { Version = known.Version + 1, LastUpdated = session.Now };
            session.Delete(PersonDocuments.Sources, known.Id, removed.Version);
        }
        StoreNumbers(session, removed);
        session.Enqueue($"""
            update record_locator.source_identity set state = 'removed', survivor_id = null, said_at = {removed.SaidAt}, deleted = true
            where id = {removed.Id}
            """);
        return (removed, !known.Deleted || known.State != SourceState.Removed);
    }

    // An overlay is for a steward to decide, until what its source says later decides it.
    private static void Ask(DocumentSession session, string id, bool isOpen) => session.Enqueue(isOpen
        ? $"""
          insert into identity.review_item (low, high, kind, reason, evidence, state, opened_at)
          values ({id}, {id}, 'overlay', 'another patient was written over the record', '[]'::jsonb, 'open', {session.Now})
          on conflict (low, high, kind) do update set state = 'open', opened_at = excluded.opened_at, votes = '[]'::jsonb, decided_at = null,
              claimed_by = null, claimed_at = null
          """
        : (SqlFragment)$"""
          update identity.review_item set state = 'superseded', decided_at = {session.Now}
          where low = {id} and kind = 'overlay' and state = 'open'
          """);

    private static readonly GatheredRows<(string Source, string Person)> Born = new(rows =>
    [
        $"""
        insert into record_locator.person_link (source_id, person_id, born_id)
        select source, person, person
        from unnest({rows.Select(row => row.Source).ToArray()}, {rows.Select(row => row.Person).ToArray()}) as born (source, person)
        """,
    ]);

    private static void Bear(DocumentSession session, ResourceIds ids, SourceIdentity source)
    {
        var person = ids.Person(source.Id);
        session.Enqueue(Born, (source.Id, person));
        session.Store(PersonDocuments.Persons, PersonWriter.Write(person, 1, [source], []));
    }

    private static bool IsOwn(SourceIdentity source, CarriedIdentifier identifier) =>
        identifier == new CarriedIdentifier(AssigningAuthority.Parse(source.Authority).Urn, source.Value);
}
