using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Persons;
using HieImaging.RecordLocator.Studies;
using MassTransit;

namespace HieImaging.Identity.Feeding;

/// <summary>The patient as a manifest named him becomes a source identity where no feed has spoken: a hospital without ADT is searchable
/// too.</summary>
public sealed class FeedManifestPatientConsumer(Store store, ResourceIds ids) : IConsumer<StudyRegistered>
{
    public async Task Consume(ConsumeContext<StudyRegistered> context)
    {
        var cancellation = context.CancellationToken;
        await using var session = await store.OpenSession(context.InboxKey(), cancellation);
        if (session.AlreadySeen)
            return;
        var named = await session.FirstOrDefaultAsync(
            $"{StudyDocuments.SelectPatient} where patient.id = {context.Message.Subject}", StudyDocuments.PatientRow, cancellation);
        if (named is not null)
        {
            using var patient = JsonDocument.Parse(named.Patient);
            var own = PatientIdentifier.Create(AssigningAuthority.Parse(named.Authority), named.Value);
            await FeedSource.StoreAsync(session, ids, PatientReader.Read(
                patient.RootElement, named.Patient, named.Id, own, IdentityOrigin.Manifest, named.Custodian, session.Now), cancellation);
        }
        await session.SaveChangesAsync(cancellation);
    }
}
