using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Publisher.Keeping;
using HieImaging.Publisher.Reading;
using HieImaging.Wire;

namespace HieImaging.Publisher.Publishing;

/// <summary>
/// One pass over an archive:
/// 1. what an earlier run left on its way is sent again, byte for byte; 2. each study is read, and what differs from what was published is
/// offered; 3. what the archive no longer has is withdrawn.
/// </summary>
internal sealed class PublishRun(
    DicomWebArchive archive, PublishState state, BulkPublishing bulk, Resuming resuming, StudyOffering offering, SinglePublishing single,
    DomainPatients patients, PublishSummary summary, Told told)
{
    private readonly HashSet<StudyKey> _seen = [];

    public async Task RunAsync(CancellationToken cancellation)
    {
        await resuming.RunAsync(cancellation);
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
        await WithdrawAsync(studies, cancellation);
    }

    private async Task PublishAsync(ListedStudy study, CancellationToken cancellation)
    {
        IReadOnlyList<ArchivedInstance> instances;
        try
        {
            instances = (await archive.InstancesAsync(study, cancellation)).Instances;
        }
        catch (Exception unreadable) when (
            unreadable is HttpRequestException or JsonException or BoundsExceededException or IOException
            || (unreadable is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // What cannot be read now is neither changed nor withdrawn.
            _seen.UnionWith(state.Under(study.Uid.Text).Select(known => known.Key));
            summary.Refused++;
            told.Refused(study.Uid.Text, "unreadable", unreadable is HttpRequestException { StatusCode: { } status }
                ? $"The archive answers {(int)status}."
                : "The archive's answer is broken, too large or does not end.");
            return;
        }
        _seen.UnionWith((await offering.OfferAsync(study.Uid, instances, patients, cancellation)).Digests.Keys);
    }

    private async Task WithdrawAsync(IReadOnlyList<ListedStudy> studies, CancellationToken cancellation)
    {
        var listed = studies.Select(study => study.Uid).ToHashSet();
        var vanished = state.Studies.Where(study => study is { Current: not null, Pending: null } && !_seen.Contains(study.Key)).ToList();
        if (vanished.Count > 0 && listed.Count == 0)
        {
            // An archive that lists nothing is taken for broken, not for emptied.
            told.Always($"The archive lists no study, though {vanished.Count} were published: nothing is withdrawn.");
            summary.Refused++;
            return;
        }
        foreach (var study in vanished)
        {
            // A list that leaves a study out proves nothing: the archive is asked for it.
            var uid = StudyInstanceUid.Parse(study.Key.Study);
            if (listed.Contains(uid) || await archive.PresenceAsync(uid, cancellation) == Presence.Absent)
                await single.WithdrawAsync(study, cancellation);
        }
    }
}
