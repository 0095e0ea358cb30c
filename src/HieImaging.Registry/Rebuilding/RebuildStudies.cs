using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Manifests;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Participants;
using HieImaging.RecordLocator.Studies;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Registering;

namespace HieImaging.Registry.Rebuilding;

/// <summary>
/// Registered studies with all their search columns are derived: from what each document said when it was accepted, and from whether
/// it is approved now (decision 27). Derives them anew, a few at a time under the locks that registering takes, so that a node may
/// serve meanwhile.
/// </summary>
public sealed class RebuildStudies
{
    private const int AtOnce = 50;

    private readonly Store _store;
    private readonly ResourceIds _ids;
    private readonly CurrentDomain _domain;

    public RebuildStudies(Store store, ResourceIds ids, CurrentDomain domain) => (_store, _ids, _domain) = (store, ids, domain);

    /// <param name="write">
    /// What differs is stored as the next version and told of, or where the resource is the same and only its columns differ, corrected;
    /// else it is only counted.
    /// </param>
    public async Task<IReadOnlyList<RebuildReport>> RunAsync(bool write, CancellationToken cancellation)
    {
        await _domain.RefreshAsync(cancellation);
        var (documents, studies, compared) = (new List<string>(), new List<string>(), 0L);
        for (var last = ""; ;)
        {
            var page = await Attempts.Run(_store, session => Page(session, last, write, cancellation), cancellation);
            if (page.Keys.Count == 0)
                break;
            documents.AddRange(page.Documents);
            studies.AddRange(page.Studies);
            compared += page.Keys.Count;
            last = page.Keys[^1].Id;
        }
        return [new RebuildReport("documents that speak of studies", compared, documents), new RebuildReport("studies", compared, studies)];
    }

    private async Task<(IReadOnlyList<StudyKey> Keys, List<string> Documents, List<string> Studies)> Page(
        DocumentSession session, string last, bool write, CancellationToken cancellation)
    {
        var keys = await Keys(session, last, cancellation);
        await session.LockAsync(keys.SelectMany(StudyKeys.LocksOf), cancellation);
        string[] ids = [.. keys.Select(key => key.Id)];
        var spoken = (await StudyManifest.SpokenOf(session, ids, cancellation)).ToLookup(one => one.Spoken.Key.Id, StringComparer.Ordinal);
        var stored = (await session.QueryAsync($"{StudyDocuments.Select} where study.id = any({ids})", StudyDocuments.Row, cancellation))
            .ToDictionary(study => study.Id, StringComparer.Ordinal);

        List<string> documents = [], studies = [];
        foreach (var key in keys)
        {
            foreach (var (document, isLive, isApproved) in spoken[key.Id])
                if (isLive != isApproved)
                {
                    documents.Add(document.DocumentEntry);
                    if (write)
                        session.Enqueue(StudyManifest.SetLive([document.DocumentEntry], isApproved));
                }
            List<StudyManifest> live = [.. spoken[key.Id].Where(one => one.IsApproved).Select(one => one.Spoken)];
            if (await Mend(session, key, live, stored.GetValueOrDefault(key.Id), cancellation) is not { } mend)
                continue;
            studies.Add(key.Id);
            if (write)
                await mend();
        }
        return (keys, documents, studies);
    }

    /// <summary>What makes the study what the live manifests say; null: it is.</summary>
    private async Task<Func<Task>?> Mend(
        DocumentSession session, StudyKey key, List<StudyManifest> live, RegisteredStudy? stored, CancellationToken cancellation)
    {
        var united = Fold.Unite(live.Select(one => new LiveManifest(one.Manifest, key.Custodian.Text)));
        if (united is null)
            return stored is not { Deleted: false } ? null : () =>
            {
                StudyFolding.Store(session, new StudyChange.Withdrawn(stored.Withdrawn(stored.Version + 1, session.Now)));
                return Task.CompletedTask;
            };
        List<string> labels = [.. live.Where(one => one.Manifest.Role == ManifestRole.Manifest).SelectMany(one => one.Labels)];
        RegisteredStudy Derived(int version, DateTimeOffset at) => StudyChange.Derived(key, united, labels, version, _domain.Now, _ids, at);

        if (stored is { Deleted: false } && Derived(stored.Version, stored.LastUpdated) is var same
            && same.ImagingStudy.AsSpan().SequenceEqual(stored.ImagingStudy))
            return await session.IsStoredAsync(StudyDocuments.Table, same, cancellation) ? null : () =>
            {
                session.Correct(StudyDocuments.Table, same);
                StudyChanges.Tell(session, same.StudyInstanceUid);
                return Task.CompletedTask;
            };
        return async () =>
        {
            var next = Derived((stored?.Version ?? await LastVersion(session, key, cancellation)) + 1, session.Now);
            await session.RestoreAsync(StudyDocuments.Table, next, cancellation);
            StudyFolding.Store(session, new StudyChange.Registered(next));
        };
    }

    // Of whatever documents speak, or is registered though none does.
    private static async Task<IReadOnlyList<StudyKey>> Keys(DocumentSession session, string last, CancellationToken cancellation) =>
        [.. (await session.QueryAsync($"""
            select study, study_uid, custodian, source from registry.study_manifest where study > {last}
            union select id, study_uid, custodian, subject from record_locator.registered_study where id > {last}
            order by 1 limit {AtOnce}
            """, row => new StudyKey(
                row.GetString(0), StudyInstanceUid.Parse(row.GetString(1)), ParticipantId.Parse(row.GetString(2)), row.GetString(3)),
            cancellation)).DistinctBy(key => key.Id)];

    private static Task<int> LastVersion(DocumentSession session, StudyKey key, CancellationToken cancellation) => session.FirstOrDefaultAsync(
        $"select coalesce(max(version) + 1, 0) from record_locator.registered_study_history where id = {key.Id}", row => row.GetInt32(0), cancellation);
}
