using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Identity.Documents;
using HieImaging.Identity.Linking;
using HieImaging.Identity.Matching;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Feeding;

/// <summary>
/// Puts what a source says of a patient into the store: the source identity with its history, its identifiers, and the person that it is
/// born as. One function for every feed. Who is one person with whom is worked out by <see cref="LinkedTransaction"/>, in the same transaction
/// or (patients of manifests) in one that follows over the bus.
/// </summary>
internal static class FeedSource
{
    /// <summary>A feed's word, under the source's lock; nothing is saved.</summary>
    public static async Task<FeedOutcome> StoreAsync(
        DocumentSession session, ResourceIds ids, FeedWord word, CancellationToken cancellation)
    {
        using var patient = JsonDocument.Parse(word.Patient);
        var said = PatientReader.Read(patient.RootElement, word.Patient, ids.Source(word.Identifier), word.Identifier,
            IdentityOrigin.Feed, word.Feeder, session.Now);
        var (stored, created, changed) = await StoreAsync(session, ids, said, cancellation);
        return new FeedOutcome(
            created ? FeedResult.Created : changed ? FeedResult.Revised : FeedResult.Unchanged, stored, changed ? [stored.Id] : []);
    }

    /// <summary>The source identity as stored; unchanged when nothing new was said or a feed outranks this word.</summary>
    public static async Task<(SourceIdentity Stored, bool Created, bool Changed)> StoreAsync(
        DocumentSession session, ResourceIds ids, SourceIdentity said, CancellationToken cancellation)
    {
        await LockAsync(session, said.Id, cancellation);
        var known = await session.FirstOrDefaultAsync(
            $"{PersonDocuments.SelectSource} where source.id = {said.Id}", PersonDocuments.SourceRow, cancellation);
        return IsNews(said, known) ? (Store(session, ids, said, known), known is null, true) : (known!, false, false);
    }

    /// <summary>Whether it says anything new, and no feed outranks it.</summary>
    public static bool IsNews(SourceIdentity said, SourceIdentity? known) =>
        known is null || !(known.Origin > said.Origin || SameWord(known, said));

    /// <summary>Stores news, under the source's lock (<see cref="LockOf"/>).</summary>
    /// <param name="known">As it stands.</param>
    public static SourceIdentity Store(DocumentSession session, ResourceIds ids, SourceIdentity said, SourceIdentity? known)
    {
        var stored = SourcePatient.Stamp(said with { Version = (known?.Version ?? 0) + 1, LastUpdated = session.Now });
        session.Store(PersonDocuments.Sources, stored);
        StoreNumbers(session, stored);
        if (known is null)
            Bear(session, ids, stored);
        return stored;
    }

    /// <summary>The numbers of a source in the place of those that it had. The session holds its lock.</summary>
    public static void StoreNumbers(DocumentSession session, SourceIdentity stored)
    {
        session.Enqueue($"delete from record_locator.patient_identifier where source_id = {stored.Id}");
        foreach (var (system, value, own, key) in NumbersOf(stored))
            session.Enqueue($"""
                insert into record_locator.patient_identifier (system, value, source_id, own, match_key)
                values ({system}, {value}, {stored.Id}, {own}, {key})
                """);
    }

    /// <summary>The numbers by which a source is found, and the key by which each is compared.</summary>
    public static IEnumerable<(string System, string Value, bool Own, string Key)> NumbersOf(SourceIdentity source) =>
        source.Identifiers.Select(identifier =>
            (identifier.System, identifier.Value, IsOwn(source, identifier), IdentifierKey.Of(identifier.Value) ?? ""));

    /// <summary>One word at a time about a source; whoever holds the lock may take it again.</summary>
    public static Task LockAsync(DocumentSession session, string source, CancellationToken cancellation) =>
        session.LockAsync([LockOf(source)], cancellation);

    public static string LockOf(string source) => "source:" + source;

    private static void Bear(DocumentSession session, ResourceIds ids, SourceIdentity source)
    {
        var person = ids.Person(source.Id);
        session.Enqueue($"insert into record_locator.person_link (source_id, person_id, born_id) values ({source.Id}, {person}, {person})");
        session.Store(PersonDocuments.Persons, PersonWriter.Write(person, 1, [source], session.Now));
    }

    private static bool IsOwn(SourceIdentity source, CarriedIdentifier identifier) =>
        identifier == new CarriedIdentifier(AssigningAuthority.Parse(source.Authority).Urn, source.Value);

    // The bodies differ in their meta alone when the same thing is said twice.
    private static bool SameWord(SourceIdentity known, SourceIdentity said) =>
        known.Origin == said.Origin && known.Feeder == said.Feeder && !known.Deleted
        && SourcePatient.Unstamped(known.Patient).AsSpan().SequenceEqual(SourcePatient.Unstamped(said.Patient));
}
