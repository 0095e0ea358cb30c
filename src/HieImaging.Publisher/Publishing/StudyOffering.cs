using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Manifests;
using HieImaging.Manifests.DocumentEntries;
using HieImaging.Publisher.Building;
using HieImaging.Publisher.Keeping;
using HieImaging.Publisher.Reading;

namespace HieImaging.Publisher.Publishing;

/// <summary>
/// Offers what a study holds where it differs from what was published: in bulk until the first load is complete, by RAD-68 afterwards.
/// </summary>
internal sealed class StudyOffering(
    PublishState state, BulkPublishing bulk, SinglePublishing single, PublishOptions options, PublishSummary summary, Told told,
    TimeProvider clock)
{
    private readonly PublishedFrom _from = new(options.Authority, options.Location, options.AeTitle);

    /// <summary>One manifest for each patient among the instances.</summary>
    public async Task<OfferedStudy> OfferAsync(
        StudyInstanceUid study, IReadOnlyList<ArchivedInstance> instances, DomainPatients patients, CancellationToken cancellation)
    {
        var (manifests, nameless) = StudyManifests.Of(instances, _from);
        if (nameless > 0)
            Refuse(study, "no-patient", $"{nameless} instances have no PatientID.");
        var offered = new Dictionary<StudyKey, string>();
        foreach (var manifest in manifests)
        {
            var patient = manifest.Patient.Identifier;
            var key = new StudyKey(study.Text, patient.Authority.Oid.Text, patient.Value);
            offered[key] = BuiltKeyObject.DigestOf(manifest);
            await OfferAsync(manifest, key, offered[key], patients, cancellation);
        }
        return new OfferedStudy(offered, nameless);
    }

    private async Task OfferAsync(
        Manifest manifest, StudyKey key, string digest, DomainPatients patients, CancellationToken cancellation)
    {
        var patient = manifest.Patient.Identifier;
        var known = state.Of(key);
        if (known is { Pending: not null } or { Withdrawing: true } || known?.Current?.Digest == digest)
            return;
        summary.Offer(manifest.Study.InstanceCount);
        var door = !state.FirstLoadDone && known?.Current is null ? PublishingDoor.Bulk : PublishingDoor.Rad68;
        if (await RegisteredForAsync(door, patient, known?.Current, patients, cancellation) is not { } domainPatientId)
        {
            Refuse(manifest.Study.Uid, "XDSUnknownPatientId", "The affinity domain does not know the patient.");
            return;
        }
        var at = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());
        var built = BuiltKeyObject.Of(manifest, at, options.Zone);
        var study = new PublishedStudy
        {
            Key = key,
            Current = known?.Current,
            Pending = new PendingDocument(
                new PublishedDocument(built.Uid.Text, DocumentEntryWriter.EntryUuidOf(built.Uid), digest, domainPatientId),
                door, at, manifest.Study.InstanceCount)
            {
                Replaces = known?.Current?.EntryUuid,
                Content = built.Content
            },
        };
        if (door == PublishingDoor.Bulk)
            await bulk.AddAsync(study, cancellation);
        else
            await single.ProvideAsync(study, cancellation);
    }

    // The bulk door registers under the source's own number; what replaces a document is registered for the patient whom that one names
    // (TF-3 4.2.2.2.3), unless it came bare and nobody asked the domain yet.
    private static async Task<string?> RegisteredForAsync(
        PublishingDoor door, PatientIdentifier own, PublishedDocument? replaced, DomainPatients patients, CancellationToken cancellation) =>
        door == PublishingDoor.Bulk ? own.Cx
        : replaced is not null && replaced.DomainPatientId != own.Cx ? replaced.DomainPatientId
        : (await patients.OfAsync(own, cancellation))?.Cx;

    private void Refuse(StudyInstanceUid study, string code, string text)
    {
        summary.Refused++;
        told.Refused(study.Text, code, text);
    }
}

/// <summary>What was offered of a study.</summary>
/// <param name="Digests">What is to be current, for each patient, once the exchange has taken it.</param>
/// <param name="Nameless">Instances that belong to nobody.</param>
internal sealed record OfferedStudy(IReadOnlyDictionary<StudyKey, string> Digests, int Nameless);
