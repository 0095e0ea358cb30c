using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Persons;
using HieImaging.RecordLocator.Studies;

namespace HieImaging.Identity.Feeding;

/// <summary>
/// Patients of registered studies, as their custodians' manifests name them now, are fed where that is news. A patient of whom nothing new
/// is said costs one read for many.
/// </summary>
public sealed class FeedManifestPatients
{
    private const int AtOnce = 100;

    private readonly Store _store;
    private readonly ResourceIds _ids;

    public FeedManifestPatients(Store store, ResourceIds ids)
    {
        (_store, _ids) = (store, ids);
        Together = new(Feed, (key, message) => Feed([(key, message)], tellApart: false), _ => 1, AtOnce);
    }

    /// <summary>How the queue's consumer brings them.</summary>
    public MessagesTogether<StudyRegistered> Together { get; }

    private async Task<IReadOnlyCollection<InboxKey>> Feed(IReadOnlyList<(InboxKey Key, StudyRegistered Message)> messages, bool tellApart)
    {
        await using var session = await _store.OpenSession([.. messages.Select(one => one.Key)], CancellationToken.None, tellApart);
        if (session.AlreadySeen)
            return [];
        string[] subjects = [.. messages.Where(one => !session.HasSeen(one.Key)).Select(one => one.Message.Subject).Distinct(StringComparer.Ordinal)];
        var news = await News(session, subjects, isLocked: false);
        // what was read without its lock is read again with it
        if (news.Count > 0)
            foreach (var (said, known) in await News(session, [.. news.Select(one => one.Said.Id)], isLocked: true))
            {
                session.Concerning(messages.First(one => one.Message.Subject == said.Id).Key);
                var stored = FeedSource.Store(session, _ids, said, known);
                session.Publish(new SourceIdentityFed { Id = stored.Id, Version = stored.Version, FedAt = session.Now });
            }
        await session.SaveChangesAsync(CancellationToken.None);
        return [];
    }

    private static async Task<List<(SourceIdentity Said, SourceIdentity? Known)>> News(
        DocumentSession session, string[] subjects, bool isLocked)
    {
        var batch = session.CreateBatchQuery();
        if (isLocked)
            batch.Lock(subjects.Select(FeedSource.LockOf));
        var named = batch.Query($"{StudyDocuments.SelectPatient} where patient.id = any({subjects})", StudyDocuments.PatientRow);
        var sources = batch.Query($"{PersonDocuments.SelectSource} where source.id = any({subjects})", PersonDocuments.SourceRow);
        await batch.ExecuteAsync(CancellationToken.None);
        var known = (await sources).ToDictionary(source => source.Id, StringComparer.Ordinal);
        return [.. (await named)
            .Select(patient => (Said: Read(patient, session.Now), Known: known.GetValueOrDefault(patient.Id)))
            .Where(one => FeedSource.IsNews(one.Said, one.Known))];
    }

    private static SourceIdentity Read(ManifestPatient named, DateTimeOffset now)
    {
        using var patient = JsonDocument.Parse(named.Patient);
        var own = PatientIdentifier.Create(AssigningAuthority.Parse(named.Authority), named.Value);
        return PatientReader.Read(patient.RootElement, named.Patient, named.Id, own, IdentityOrigin.Manifest, named.Custodian, now);
    }
}
