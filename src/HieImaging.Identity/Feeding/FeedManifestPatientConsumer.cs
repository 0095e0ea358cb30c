using HieImaging.AffinityDomain.Messages;
using HieImaging.DocumentStore;
using MassTransit;

namespace HieImaging.Identity.Feeding;

/// <summary>The patient as a manifest named him becomes a source identity where no feed has spoken: a hospital without ADT is searchable
/// too.</summary>
public sealed class FeedManifestPatientConsumer(FeedManifestPatients patients) : IConsumer<StudyRegistered>
{
    public Task Consume(ConsumeContext<StudyRegistered> context) => patients.Together.Consume(context.InboxKey(), context.Message);
}
