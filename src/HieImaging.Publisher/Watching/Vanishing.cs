using System.Text.Json;
using HieImaging.Publisher.Keeping;
using HieImaging.Publisher.Publishing;
using HieImaging.Publisher.Reading;
using Microsoft.Extensions.Logging;

namespace HieImaging.Publisher.Watching;

/// <summary>
/// Withdraws what the archive has no more. An archive that answers wrongly must not empty the exchange: a study must be missing from whole
/// lists one after the other, the archive must deny it when asked for it alone, by search and by metadata, and must in the same round
/// affirm another that it lists; and where many are gone at once, none is withdrawn.
/// </summary>
internal sealed class Vanishing(Connections open, WatchBook book, WatchOptions options, ILogger log)
{
    /// <returns>How many gone studies are kept because they are too many, and how many were withdrawn.</returns>
    public async Task<(int Stopped, int Withdrawn)> WithdrawAsync(
        IReadOnlyDictionary<string, ListedStudy> listed, IEnumerable<ReadStudy> read, CancellationToken stop, CancellationToken sending)
    {
        var missing = book.Gone();
        var left = read.SelectMany(study => study.Left(open.State)).ToList();
        var gone = missing.Concat(left.Select(study => study.Key.Study)).Distinct(StringComparer.Ordinal).Count();
        if (gone == 0)
            return (0, 0);
        if (VanishDecision.On(gone, listed.Count, options) is VanishDecision.Stopped stopped)
        {
            WatchLog.Stopped(log, gone, stopped.Reason);
            return (gone, 0);
        }
        var withdrawn = 0;
        foreach (var study in left.Concat(await ProvedAsync(missing, listed, stop)))
        {
            stop.ThrowIfCancellationRequested();
            await open.Single.WithdrawAsync(study, sending);
            withdrawn += open.State.Of(study.Key) is null ? 1 : 0;
        }
        return (0, withdrawn);
    }

    private async Task<IReadOnlyList<PublishedStudy>> ProvedAsync(
        IReadOnlyList<string> missing, IReadOnlyDictionary<string, ListedStudy> listed, CancellationToken stop)
    {
        var proved = new List<PublishedStudy>();
        if (missing.Count == 0 || !await AffirmsAsync(listed, stop))
            return proved;
        foreach (var uid in missing)
        {
            var known = open.State.Under(uid).Where(study => study is { Current: not null, Pending: null, Withdrawing: false }).ToList();
            if (known.Count == 0)
                continue;
            var presence = await PresenceAsync(uid, stop);
            if (presence == Presence.Absent)
                proved.AddRange(known);
            else
                WatchLog.NotProved(log, uid, presence);
        }
        return proved;
    }

    /// <summary>The control: an archive that denies a study which it has just listed denies anything.</summary>
    private async Task<bool> AffirmsAsync(IReadOnlyDictionary<string, ListedStudy> listed, CancellationToken stop)
    {
        if (listed.Count == 0)
            return true;                                      // only where the operator has said so
        var control = listed.Keys.Where(uid => open.State.Under(uid).Count > 0).FirstOrDefault(listed.Keys.First());
        var presence = await PresenceAsync(control, stop);
        if (presence != Presence.Present)
            WatchLog.NotProved(log, control, presence);
        return presence == Presence.Present;
    }

    private async Task<Presence> PresenceAsync(string uid, CancellationToken stop)
    {
        try
        {
            return await open.Archive.PresenceAsync(AffinityDomain.Identifiers.StudyInstanceUid.Parse(uid), stop);
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or IOException or Wire.BoundsExceededException
            || (failure is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return Presence.Unknown;
        }
    }
}
