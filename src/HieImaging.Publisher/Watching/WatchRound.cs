using System.Text.Json;
using HieImaging.Publisher.Keeping;
using HieImaging.Publisher.Publishing;
using HieImaging.Publisher.Reading;
using HieImaging.Wire;
using Microsoft.Extensions.Logging;

namespace HieImaging.Publisher.Watching;

/// <summary>
/// One round:
/// 1. the archive's list is looked at, and tells which studies ask for attention; 2. what is on its way is sent again, byte for byte;
/// 3. each study that is new or changed, and quiet, is read, judged and offered; 4. the rota reads lists of instances of some that look
/// unchanged; 5. what is gone, and proved gone, is withdrawn; 6. what is published is written down as such.
/// </summary>
internal sealed class WatchRound(Connections open, WatchBook book, WatchOptions options, ILogger log, TimeProvider clock)
{
    private const int MostUnreadable = 3;

    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(5);

    private readonly Vanishing _vanishing = new(open, book, options, log);
    private readonly List<ReadStudy> _read = [];
    private DateTimeOffset? _before;
    private int _unsaid;
    private int _unreadable;

    public WatchStatus Status { get; private set; } = new();

    /// <param name="stop">Ends the round after the step that it is at.</param>
    /// <param name="sending">Ends a submission in the middle: it is then sent again.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="StateLostException">The state file cannot be written.</exception>
    public async Task<RoundEnd> RunAsync(CancellationToken stop, CancellationToken sending)
    {
        (var began, _unsaid, _unreadable) = (clock.GetUtcNow(), 0, 0);
        _read.Clear();
        Dictionary<string, ListedStudy> listed;
        try
        {
            listed = (await open.Archive.StudiesAsync(stop)).Studies.ToDictionary(study => study.Uid.Text, StringComparer.Ordinal);
        }
        catch (Exception lost) when (IsLost(lost, stop))
        {
            Status = Told() with { ArchiveLost = true };
            return new RoundEnd.Lost("archive", Reason(lost));
        }
        book.See(listed, began);
        Status = Told() with { Listed = listed.Count, ArchiveLost = false };
        try
        {
            return await PublishAsync(listed, began, stop, sending);
        }
        catch (Exception lost) when (IsLost(lost, stop))
        {
            Conclude(isWhole: false);
            Status = Told() with { NodeLost = true };
            return new RoundEnd.Lost("node", Reason(lost));
        }
    }

    private async Task<RoundEnd> PublishAsync(
        Dictionary<string, ListedStudy> listed, DateTimeOffset began, CancellationToken stop, CancellationToken sending)
    {
        await open.Resuming.RunAsync(sending);
        var patients = open.Patients();
        var isLong = () => clock.GetUtcNow() - began > LongEnough;
        var ready = book.Ready(began).TakeWhile(_ => !isLong() && _unreadable < MostUnreadable);
        foreach (var uid in ready)
        {
            stop.ThrowIfCancellationRequested();
            await OfferAsync(listed[uid], patients, stop, sending);
        }
        var more = isLong();
        await SettleAsync(sending);
        if (_unreadable >= MostUnreadable)
        {
            Conclude(isWhole: false);
            Status = Told() with { ArchiveLost = true };
            return new RoundEnd.Lost("archive", "it lists studies and cannot tell what is in them");
        }
        if (!more && !open.State.FirstLoadDone && (_read.Count > 0 || book.Attention.Count == 0))
            open.State.FinishFirstLoad();
        await RereadAsync(listed, began, patients, isLong, stop, sending);
        var (stopped, withdrawn) = await _vanishing.WithdrawAsync(listed, _read, stop, sending);
        Conclude(isWhole: true);
        _before = began;
        Status = Told() with { NodeLost = false, Stopped = stopped, LastRound = clock.GetUtcNow() };
        if (_read.Count > 0 || withdrawn > 0)
            WatchLog.Round(log, listed.Count, _read.Count, withdrawn, open.Summary.Accepted, open.Summary.Refused);
        return new RoundEnd.Done(more);
    }

    private async Task OfferAsync(ListedStudy study, DomainPatients patients, CancellationToken stop, CancellationToken sending)
    {
        StudyReading reading;
        try
        {
            reading = await open.Archive.InstancesAsync(study, stop);
        }
        catch (Exception unreadable) when (IsLost(unreadable, stop))
        {
            WatchLog.Unreadable(log, study.Uid.Text, Reason(unreadable));
            book.Fail(study, clock.GetUtcNow());
            _unreadable++;
            return;
        }
        _unreadable = 0;
        if (!ReadingDecision.IsBelieved(study.Instances, reading.Set, book.Attention.GetValueOrDefault(study.Uid.Text)?.Doubted))
        {
            WatchLog.Doubted(log, study.Uid.Text, study.Instances, reading.Set.Count);
            book.Fail(study, clock.GetUtcNow(), reading.Set.Digest);
            return;
        }
        try
        {
            _read.Add(new ReadStudy(study, reading.Set, await open.Offering.OfferAsync(study.Uid, reading.Instances, patients, sending)));
        }
        catch (HttpRequestException unsaid) when (unsaid.StatusCode is not null && ++_unsaid <= open.MayFail)
        {
            book.Fail(study, clock.GetUtcNow());         // it is on its way, and sent again in the next round
        }
    }

    private async Task RereadAsync(
        Dictionary<string, ListedStudy> listed, DateTimeOffset began, DomainPatients patients, Func<bool> isLong, CancellationToken stop,
        CancellationToken sending)
    {
        var unchanged = open.State.Watched.Values
            .Where(study => listed.ContainsKey(study.Study) && !book.Attention.ContainsKey(study.Study)).ToList();
        var changed = false;
        foreach (var known in Rota.Due(unchanged, began, began - (_before ?? began), options.RereadWithin).TakeWhile(_ => !isLong()))
        {
            stop.ThrowIfCancellationRequested();
            var study = listed[known.Study];
            InstanceSet? set;
            try
            {
                set = await open.Archive.InstanceSetAsync(study, stop);
            }
            catch (Exception unreadable) when (IsLost(unreadable, stop))
            {
                WatchLog.Unreadable(log, known.Study, Reason(unreadable));
                return;
            }
            if (set?.Digest == known.Instances)
            {
                open.State.Keep(known with { ReadAt = clock.GetUtcNow() });
                continue;
            }
            if (set is not null)
                WatchLog.Exchanged(log, known.Study);
            changed = true;
            await OfferAsync(study, patients, stop, sending);
        }
        if (changed)
            await SettleAsync(sending);
    }

    private async Task SettleAsync(CancellationToken sending)
    {
        await open.Bulk.FlushAsync(sending);
        await open.Bulk.SettleAsync(sending);
    }

    /// <param name="isWhole">The round came to its end: what is not published by now was refused.</param>
    private void Conclude(bool isWhole)
    {
        foreach (var study in _read)
        {
            var now = clock.GetUtcNow();
            if (study.IsPublished(open.State))
                book.Conclude(new WatchedStudy(study.Listed.Uid.Text, study.Listed.Look, study.Set.Digest, now));
            else if (isWhole)
                book.Fail(study.Listed, now);
        }
    }

    private WatchStatus Told()
    {
        var waiting = book.Attention.Values.Where(one => one.Failures == 0).ToList();
        return Status with
        {
            Published = open.State.Studies.Count(study => study.Current is not null),
            Pending = open.State.Studies.Count(study => study.Pending is not null || study.Withdrawing),
            Waiting = waiting.Count,
            Failing = book.Attention.Count - waiting.Count,
            Missing = book.Missing,
            OldestChange = waiting.Count > 0 ? waiting.Min(one => one.First) : null,
            OldestReading = open.State.Watched.Count > 0 ? open.State.Watched.Values.Min(one => one.ReadAt) : null,
        };
    }

    // What a peer, or a proxy on the way to it, may do to us.
    private static bool IsLost(Exception failure, CancellationToken stop) => failure switch
    {
        OperationCanceledException => !stop.IsCancellationRequested,
        HttpRequestException or JsonException or IOException or MalformedException or BoundsExceededException => true,
        _ => false,
    };

    private static string Reason(Exception lost) => lost switch
    {
        HttpRequestException { StatusCode: { } status } => $"it answers {(int)status}",
        HttpRequestException { HttpRequestError: var error } => error.ToString(),
        JsonException or MalformedException or BoundsExceededException => "its answer is broken or too large",
        OperationCanceledException => "it does not answer in time",
        _ => lost.GetType().Name,
    };
}
