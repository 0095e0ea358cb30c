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
    /// <exception cref="BoundsExceededException">More documents would speak of one study than the bound.</exception>
    public async Task<IReadOnlyList<StudyChange>> Fold(
        DocumentSession session, SpokenChange change, Domain domain, CancellationToken cancellation)
    {
        string[] studies = [.. change.Studies.Select(key => key.Id).Distinct(StringComparer.Ordinal)];
        var stored = await StudyManifest.LiveOf(session, studies, change.Revived, cancellation);
        var before = (await session.QueryAsync(
                $"{StudyDocuments.Select} where study.id = any({studies})", StudyDocuments.Row, cancellation))
            .ToDictionary(study => study.Id, StringComparer.Ordinal);
        var live = stored
            .Where(one => !change.Silenced.Contains(one.DocumentEntry))
            .Concat(change.Added)
            .ToLookup(one => one.Key.Id, StringComparer.Ordinal);
        // what takes documents away is always allowed
        var more = change.Added.Concat(stored.Where(one => change.Revived.Contains(one.DocumentEntry))).Select(one => one.Key.Id);
        foreach (var study in more.Distinct(StringComparer.Ordinal))
            StudyBounds.Check(live[study], options.Value);

        foreach (var added in change.Added)
            session.Enqueue(added.Insert());
        if (change.Silenced.Count > 0)
            session.Enqueue(StudyManifest.SetLive(change.Silenced, false));
        if (change.Revived.Count > 0)
            session.Enqueue(StudyManifest.SetLive(change.Revived, true));

        var changes = new List<StudyChange>();
        var named = new Dictionary<string, (StudyKey Key, Manifests.ManifestPatient Patient)>(StringComparer.Ordinal);
        foreach (var key in change.Studies.DistinctBy(key => key.Id))
        {
            var united = Manifests.Fold.Unite(live[key.Id].Select(one => new LiveManifest(one.Manifest, key.Custodian.Text)));
            var labels = live[key.Id].Where(one => one.Manifest.Role == ManifestRole.Manifest).SelectMany(one => one.Labels);
            var was = before.TryGetValue(key.Id, out var study)
                ? new StudyBefore(study.Version, study.Deleted ? null : study)
                : new StudyBefore(0, null);
            var made = StudyChange.On(key, united, [.. labels], was, domain, ids, session.Now);
            Store(session, made);
            changes.Add(made);
            if (made is StudyChange.Registered)
                named[key.Source] = (key, united!.Patient);
        }
        await NamePatients(session, named, cancellation);
        return changes;
    }

    private static void Store(DocumentSession session, StudyChange change)
    {
        switch (change)
        {
            case StudyChange.Registered { Study: var study }:
                session.Store(StudyDocuments.Table, study);
                session.Publish((StudyRegistered)study.Announcement());
                break;
            case StudyChange.Withdrawn { Study: var study }:
                // the last version says so itself before it is put away
                session.Enqueue(
                    $"update record_locator.registered_study set body = {study.ImagingStudy}, status = {study.Status} where id = {study.Id}");
                session.Delete(StudyDocuments.Table, study.Id, study.Version);
                session.Publish((StudyWithdrawn)study.Announcement());
                break;
        }
    }

    // Identity reads it for sources that have no feed of their own; the message of the study tells it to.
    private static async Task NamePatients(
        DocumentSession session, Dictionary<string, (StudyKey Key, Manifests.ManifestPatient Patient)> named,
        CancellationToken cancellation)
    {
        if (named.Count == 0)
            return;
        var stored = (await session.QueryAsync(
                $"{StudyDocuments.SelectPatient} where patient.id = any({named.Keys})", StudyDocuments.PatientRow, cancellation))
            .ToDictionary(patient => patient.Id, StringComparer.Ordinal);
        foreach (var (key, patient) in named.Values)
        {
            var body = NamedPatientWriter.Write(patient);
            var before = stored.GetValueOrDefault(key.Source);
            if (before is not null && before.Patient.AsSpan().SequenceEqual(body))
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
