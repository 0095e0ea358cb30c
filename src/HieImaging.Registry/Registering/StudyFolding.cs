using HieImaging.AffinityDomain.Messages;
using HieImaging.AffinityDomain.Participants;
using HieImaging.DocumentStore;
using HieImaging.Manifests;
using HieImaging.Manifests.Patients;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Studies;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Submitting;
using Microsoft.Extensions.Options;

namespace HieImaging.Registry.Registering;

/// <summary>What a unit of work changes about who speaks of which study. The session holds the locks of all of them.</summary>
internal sealed record SpokenChange
{
    public IReadOnlyList<StudyManifest> Added { get; init; } = [];

    /// <summary>entryUUIDs that speak no longer.</summary>
    public IReadOnlyCollection<string> Silenced { get; init; } = [];

    /// <summary>entryUUIDs that speak again.</summary>
    public IReadOnlyCollection<string> Revived { get; init; } = [];

    /// <summary>Every study that is touched.</summary>
    public required IReadOnlyCollection<StudyKey> Studies { get; init; }
}

/// <summary>All live manifests of every touched study are folded anew; what changed is stored and told.</summary>
internal sealed class StudyFolding(ResourceIds ids, IOptions<SubmittingOptions> options)
{
    /// <summary>Reads the studies, and folds them.</summary>
    /// <exception cref="BoundsExceededException">More documents would speak of one study than the bound.</exception>
    public async Task Fold(DocumentSession session, SpokenChange change, Domain domain, CancellationToken cancellation)
    {
        var batch = session.CreateBatchQuery();
        var before = FoldedStudies.Ask(batch, change.Studies, change.Revived);
        await batch.ExecuteAsync(cancellation);
        Fold(session, change, before(), domain);
    }

    public void Fold(DocumentSession session, SpokenChange change, FoldedStudies before, Domain domain)
    {
        var live = before.Live
            .Where(one => !change.Silenced.Contains(one.DocumentEntry))
            .Concat(change.Added)
            .ToLookup(one => one.Key.Id, StringComparer.Ordinal);
        // what takes documents away is always allowed
        var more = change.Added.Concat(before.Live.Where(one => change.Revived.Contains(one.DocumentEntry))).Select(one => one.Key.Id);
        foreach (var study in more.Distinct(StringComparer.Ordinal))
            StudyBounds.Check(live[study], options.Value);

        if (change.Added.Count > 0)
            session.Enqueue(StudyManifest.Insert(change.Added, live: true));
        if (change.Silenced.Count > 0)
            session.Enqueue(StudyManifest.SetLive(change.Silenced, false));
        if (change.Revived.Count > 0)
            session.Enqueue(StudyManifest.SetLive(change.Revived, true));

        var named = new Dictionary<string, (StudyKey Key, Manifests.ManifestPatient Patient)>(StringComparer.Ordinal);
        foreach (var key in change.Studies.DistinctBy(key => key.Id))
        {
            var united = Manifests.Fold.Unite(live[key.Id].Select(one => new LiveManifest(one.Manifest, key.Custodian.Text)));
            var labels = live[key.Id].Where(one => one.Manifest.Role == ManifestRole.Manifest).SelectMany(one => one.Labels);
            var was = before.Stored.TryGetValue(key.Id, out var study)
                ? new StudyBefore(study.Version, study.Deleted ? null : study)
                : new StudyBefore(0, null);
            var made = StudyChange.On(key, united, [.. labels], was, domain, ids, session.Now);
            Store(session, made);
            if (made is StudyChange.Registered)
                named[key.Source] = (key, united!.Patient);
        }
        NamePatients(session, named, before.Patients);
    }

    /// <summary>What changed, and the message that tells of it.</summary>
    public static void Store(DocumentSession session, StudyChange change)
    {
        switch (change)
        {
            case StudyChange.Registered { Study: var study }:
                session.Store(StudyDocuments.Table, study);
                if (study.Version > 1)
                    StudyChanges.Tell(session, study.StudyInstanceUid);
                session.Publish((StudyRegistered)study.Announcement());
                break;
            case StudyChange.Withdrawn { Study: var study }:
                session.Delete(StudyDocuments.Table, study.Id, study.Version);
                StudyChanges.Tell(session, study.StudyInstanceUid);
                // the last version says so itself
                session.Enqueue(
                    $"update record_locator.registered_study set body = {study.ImagingStudy}, status = {study.Status} where id = {study.Id}");
                session.Publish((StudyWithdrawn)study.Announcement());
                break;
        }
    }

    // Identity reads it for sources that have no feed of their own; the message of the study tells it to.
    private static void NamePatients(
        DocumentSession session, Dictionary<string, (StudyKey Key, Manifests.ManifestPatient Patient)> named,
        IReadOnlyDictionary<string, RecordLocator.Studies.ManifestPatient> stored)
    {
        foreach (var (key, patient) in named.Values)
        {
            var body = NamedPatientWriter.Write(patient);
            var before = stored.GetValueOrDefault(key.Source);
            // who gives nothing but the number takes nothing back of what another manifest said
            if (before is not null && (!patient.SaysMore || before.Patient.AsSpan().SequenceEqual(body)))
                continue;
            session.Store(StudyDocuments.ManifestPatients, new RecordLocator.Studies.ManifestPatient
            {
                Id = key.Source,
                Version = (before?.Version ?? 0) + 1,
                LastUpdated = session.Now,
                Authority = patient.Identifier.Authority.Oid.Text,
                Value = patient.Identifier.Value,
                Custodian = key.Custodian.Text,
                Patient = body,
            });
        }
    }
}
