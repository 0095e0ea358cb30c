using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Manifests;
using HieImaging.Manifests.DocumentEntries;
using HieImaging.Publisher.Building;
using HieImaging.Publisher.Keeping;
using HieImaging.Publisher.Reading;
using HieImaging.Wire;

namespace HieImaging.Publisher.Publishing;

/// <summary>
/// One pass over an archive:
/// 1. what an earlier run left on its way is sent again, byte for byte; 2. each study is read, and what differs from what was published is
/// offered: in bulk until the first load is complete, by RAD-68 afterwards; 3. what the archive no longer has is withdrawn.
/// </summary>
internal sealed class PublishRun(
    DicomWebArchive archive, PublishState state, BulkPublishing bulk, SinglePublishing single, DomainPatients patients,
    PublishOptions options, PublishSummary summary, Told told, TimeProvider clock)
{
    private readonly PublishedFrom _from = new(options.Authority, options.Location, options.AeTitle);
    private readonly HashSet<StudyKey> _seen = [];

    public async Task RunAsync(CancellationToken cancellation)
    {
        await ResumeAsync(cancellation);
        var (studies, nameless) = await archive.StudiesAsync(cancellation);
        told.Always($"{studies.Count} studies in the archive");
        if (nameless > 0)
        {
            summary.Refused += nameless;
            told.Always($"refused: {nameless} studies: bad-uid: They have no Study Instance UID.");
        }
        for (var index = 0; index < studies.Count; index++)
        {
            await PublishAsync(studies[index], cancellation);
            told.Progress($"{index + 1} of {studies.Count} studies read, {summary.Studies} offered");
        }
        await bulk.FlushAsync(cancellation);
        await bulk.SettleAsync(cancellation);
        if (!state.FirstLoadDone)
            state.FinishFirstLoad();
        await WithdrawAsync(studies.Count, cancellation);
    }

    private async Task ResumeAsync(CancellationToken cancellation)
    {
        foreach (var study in state.Studies.Where(study => study.Pending?.Content is not null).ToList())
        {
            Count(study.Pending!.Instances);
            await SendAsync(study, cancellation);
        }
        await bulk.FlushAsync(cancellation);
        await bulk.SettleAsync(cancellation);
    }

    private async Task PublishAsync(ListedStudy study, CancellationToken cancellation)
    {
        IReadOnlyList<ArchivedInstance> instances;
        try
        {
            instances = await archive.InstancesAsync(study, cancellation);
        }
        catch (Exception unreadable) when (
            unreadable is HttpRequestException or JsonException or BoundsExceededException or IOException
            || (unreadable is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // What cannot be read now is neither changed nor withdrawn.
            _seen.UnionWith(state.Studies.Where(known => known.Key.Study == study.Uid.Text).Select(known => known.Key));
            Refuse(study.Uid, "unreadable", unreadable is HttpRequestException { StatusCode: { } status }
                ? $"The archive answers {(int)status}."
                : "The archive's answer is broken, too large or does not end.");
            return;
        }
        var (manifests, nameless) = StudyManifests.Of(instances, _from);
        if (nameless > 0)
            Refuse(study.Uid, "no-patient", $"{nameless} instances have no PatientID.");
        foreach (var manifest in manifests)
            await OfferAsync(manifest, cancellation);
    }

    private async Task OfferAsync(Manifest manifest, CancellationToken cancellation)
    {
        var patient = manifest.Patient.Identifier;
        var key = new StudyKey(manifest.Study.Uid.Text, patient.Authority.Oid.Text, patient.Value);
        _seen.Add(key);
        var known = state.Of(key);
        var digest = BuiltKeyObject.DigestOf(manifest);
        if (known?.Pending is not null || known?.Current?.Digest == digest)
            return;
        Count(manifest.Study.InstanceCount);
        var door = !state.FirstLoadDone && known?.Current is null ? PublishingDoor.Bulk : PublishingDoor.Rad68;
        // The bulk door registers under the source's own number.
        var registeredFor = door == PublishingDoor.Bulk ? patient : await patients.OfAsync(patient, cancellation);
        if (registeredFor is not { } domainPatient)
        {
            Refuse(manifest.Study.Uid, "XDSUnknownPatientId", "The affinity domain does not know the patient.");
            return;
        }
        var at = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());
        var built = BuiltKeyObject.Of(manifest, at, options.Zone);
        var document = new PublishedDocument(built.Uid.Text, DocumentEntryWriter.EntryUuidOf(built.Uid), digest, domainPatient.Cx);
        await SendAsync(new PublishedStudy
        {
            Key = key,
            Current = known?.Current,
            Pending = new PendingDocument(document, door, at, manifest.Study.InstanceCount)
            {
                Replaces = known?.Current?.EntryUuid,
                Content = built.Content
            },
        }, cancellation);
    }

    private Task SendAsync(PublishedStudy study, CancellationToken cancellation) =>
        study.Pending!.Door == PublishingDoor.Bulk ? bulk.AddAsync(study, cancellation) : single.ProvideAsync(study, cancellation);

    private async Task WithdrawAsync(int listed, CancellationToken cancellation)
    {
        var vanished = state.Studies.Where(study => study is { Current: not null, Pending: null } && !_seen.Contains(study.Key)).ToList();
        if (vanished.Count > 0 && listed == 0)
        {
            // An archive that lists nothing is taken for broken, not for emptied.
            told.Always($"The archive lists no study, though {vanished.Count} were published: nothing is withdrawn.");
            summary.Refused++;
            return;
        }
        foreach (var study in vanished)
            await single.WithdrawAsync(study, cancellation);
    }

    private void Count(int instances)
    {
        summary.Studies++;
        summary.Instances += instances;
    }

    private void Refuse(StudyInstanceUid study, string code, string text)
    {
        summary.Refused++;
        told.Always($"refused: study {study}: {code}: {text}");
    }
}
