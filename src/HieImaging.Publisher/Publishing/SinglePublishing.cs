using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.Manifests;
using HieImaging.Manifests.DocumentEntries;
using HieImaging.Manifests.KeyObjects;
using HieImaging.Publisher.Keeping;
using HieImaging.Publisher.Sending;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;

namespace HieImaging.Publisher.Publishing;

/// <summary>One study at a time: RAD-68 with RPLC where a document of it is there already, ITI-57 where its study has vanished.</summary>
internal sealed class SinglePublishing(
    DocumentSource source, PublishState state, PublishOptions options, PublishSummary summary, Pace pace, Told told, TimeProvider clock)
{
    private static readonly StowCodes Codes = new();

    /// <summary>Written down, sent, written down again: after a crash in between the same submission is sent again.</summary>
    public async Task ProvideAsync(PublishedStudy study, CancellationToken cancellation)
    {
        await pace.WaitAsync(1, cancellation);
        state.Keep(study);
        var pending = study.Pending!;
        switch (await source.ProvideAsync(Submission(pending), pending.Content!, cancellation))
        {
            case SendingAnswer.Accepted accepted:
                foreach (var warning in accepted.Warnings)
                    told.Warned(study.Key.Study, warning);
                summary.Accepted++;
                state.Keep(study with { Current = pending.Document, Pending = null });
                break;
            case SendingAnswer.Refused refused:
                Refused(study.Key, refused);
                // What it was to replace is not there, or not any more: the next attempt is a first publication.
                var isGone = pending.Replaces is not null
                    && refused.Code is RegistryErrorCode.DeprecatedDocument or RegistryErrorCode.UnresolvedReference;
                state.Keep(study with { Current = isGone ? null : study.Current, Pending = null });
                break;
        }
    }

    /// <summary>Written down, taken back, forgotten. What the exchange says is not live is gone already.</summary>
    public async Task WithdrawAsync(PublishedStudy study, CancellationToken cancellation)
    {
        await pace.WaitAsync(1, cancellation);
        state.Keep(study with { Withdrawing = true });
        var contentType = Codes.Type.Split('^');
        var answer = await source.WithdrawAsync(study.Current!.EntryUuid, study.Current.DomainPatientId, options.SourceId.Text,
            new Code(contentType[0], contentType[2], contentType[1]), clock.GetUtcNow(), cancellation);
        if (answer is SendingAnswer.Refused refused
            && refused.Code is not (RegistryErrorCode.MetadataVersion or RegistryErrorCode.UnresolvedReference))
        {
            Refused(study.Key, refused);
            state.Keep(study with { Withdrawing = false });
            return;
        }
        summary.Withdrawn++;
        state.Keep(study with { Current = null, Pending = null, Withdrawing = false });
    }

    private void Refused(StudyKey key, SendingAnswer.Refused refused)
    {
        summary.Refused++;
        told.Refused(key.Study, refused.Code, refused.Text);
    }

    // Made from the bytes that are sent, so that a repetition after a crash is the same submission.
    private Submission Submission(PendingDocument pending)
    {
        var terms = new CustodianTerms { DefaultAuthority = options.Authority };
        var manifests = KeyObjectReader.Read(pending.Content, terms) is KeyObjectReading.Manifests read
            ? read.Of
            : throw new InvalidOperationException("A key object of our own does not read.");
        return DocumentEntryWriter.Write(manifests, pending.Content, new EntryFacts
        {
            Codes = Codes,
            PatientId = pending.Document.DomainPatientId,
            SourceId = options.SourceId.Text,
            SubmittedAt = pending.At,
            InstitutionName = options.Participant,
            Zone = options.Zone,
            Replaces = pending.Replaces,
        });
    }
}
