using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;
using HieImaging.Identity.Keeping;
using HieImaging.Identity.Merging;
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
        Together = new(Feed, AtOnce);
    }

    /// <summary>How the queue's consumer brings them.</summary>
    public MessagesTogether<StudyRegistered> Together { get; }

    private async Task Feed(IReadOnlyList<(InboxKey Key, StudyRegistered Message)> messages, bool tellApart)
    {
        await using var session = await _store.OpenSession([.. messages.Select(one => one.Key)], CancellationToken.None, tellApart);
        if (session.AlreadySeen)
            return;
        session.LookUpByKey();
        string[] subjects = [.. messages.Where(one => !session.HasSeen(one.Key)).Select(one => one.Message.Subject).Distinct(StringComparer.Ordinal)];
        var news = await News(session, subjects, isLocked: false);
        // what was read without its lock is read again with it
        if (news.Count > 0)
            await StoreAsync(session, await News(session, [.. news.Select(one => one.Said.Id)], isLocked: true),
                source => messages.First(one => one.Message.Subject == source).Key);
        await session.SaveChangesAsync(CancellationToken.None);
    }

    // A number that a merge names already is given up from its first word on, or takes up what waited for it.
    private async Task StoreAsync(
        DocumentSession session, List<(SourceIdentity Said, SourceIdentity? Known)> news, Func<string, InboxKey> messageOf)
    {
        string[] all = [.. news.Select(one => one.Said.Id)];
        var merged = (await session.QueryAsync(
            $"select named.id from unnest({all}) as named (id) where {MergeRows.Names($"named.id")}",
            row => row.GetString(0), CancellationToken.None)).ToHashSet(StringComparer.Ordinal);
        var touched = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (said, known) in news)
        {
            session.Concerning(messageOf(said.Id));
            var standing = said with { State = known?.State ?? default, SurvivorId = known?.SurvivorId };
            touched[said.Id] = SourceRows.Write(session, _ids, standing, known).Source.Version;
        }
        session.Concerning(null);
        if (merged.Count > 0)
        {
            await session.FlushAsync(CancellationToken.None);
            var named = news.Where(one => merged.Contains(one.Said.Id)).ToDictionary(
                one => one.Said.Id, one => PatientIdentifier.Create(AssigningAuthority.Parse(one.Said.Authority), one.Said.Value),
                StringComparer.Ordinal);
            var settled = await SettleComponent.RunAsync(session, _ids, named, CancellationToken.None);
            foreach (var id in settled.Touched)
                touched[id] = settled.Sources.GetValueOrDefault(id)?.Version ?? 0;
        }
        foreach (var (id, version) in touched)
            session.Publish(new SourceIdentityFed { Id = id, Version = version, FedAt = session.Now });
    }

    private static async Task<List<(SourceIdentity Said, SourceIdentity? Known)>> News(
        DocumentSession session, string[] subjects, bool isLocked)
    {
        var batch = session.CreateBatchQuery();
        if (isLocked)
            batch.Lock(subjects.Select(SourceRows.LockOf));
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
