using HieImaging.Publisher.Keeping;
using HieImaging.Publisher.Sending;

namespace HieImaging.Publisher.Publishing;

/// <summary>
/// The bulk way: written down, sent in batches, written down again with the intake's address, settled when the intake has ended.
/// </summary>
internal sealed class BulkPublishing(
    BulkIntake intake, PublishState state, PublishSummary summary, Pace pace, Told told, TimeProvider clock)
{
    private const int BatchObjects = 50;
    private const int BatchBytes = 8 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly List<PublishedStudy> _batch = [];

    public async Task AddAsync(PublishedStudy study, CancellationToken cancellation)
    {
        _batch.Add(study);
        if (_batch.Count >= BatchObjects || _batch.Sum(one => one.Pending!.Content!.Length) >= BatchBytes)
            await FlushAsync(cancellation);
    }

    /// <summary>Leaves out what was added and neither sent nor written down: it is offered again.</summary>
    public void Discard() => _batch.Clear();

    public async Task FlushAsync(CancellationToken cancellation)
    {
        if (_batch.Count == 0)
            return;
        List<PublishedStudy> batch = [.. _batch];
        _batch.Clear();
        await pace.WaitAsync(batch.Count, cancellation);
        state.Keep(batch);
        var at = await intake.SendAsync([.. batch.Select(study => study.Pending!.Content!)], cancellation);
        // From here the node has them for good: their bytes need not be kept.
        state.Keep([.. batch.Select(study => study with { Pending = study.Pending! with { Content = null, Intake = at } })]);
        told.Progress($"sent {batch.Count} key objects in bulk");
    }

    /// <summary>Asks every open intake until it has ended, or none has moved for ten minutes.</summary>
    public async Task SettleAsync(CancellationToken cancellation)
    {
        var open = state.Studies.Where(study => study.Pending?.Intake is not null).GroupBy(study => study.Pending!.Intake!)
            .ToDictionary(group => group.Key, group => group.ToList());
        var (moved, wait) = (clock.GetTimestamp(), TimeSpan.FromMilliseconds(100));
        var last = new Dictionary<string, int>();
        while (open.Count > 0)
        {
            foreach (var (address, studies) in open.ToList())
            {
                var progress = await intake.ProgressAsync(address, cancellation);
                if (progress is { Done: false })
                {
                    var ended = progress.Registered + progress.Refused.Count;
                    if (last.GetValueOrDefault(address) != ended)
                        (last[address], moved, wait) = (ended, clock.GetTimestamp(), TimeSpan.FromMilliseconds(100));
                    continue;
                }
                open.Remove(address);
                (moved, wait) = (clock.GetTimestamp(), TimeSpan.FromMilliseconds(100));
                Settle(studies, progress);
            }
            if (open.Count == 0 || clock.GetElapsedTime(moved) > Patience)
                break;
            told.Progress($"waiting for {open.Count} bulk intakes");
            await Task.Delay(wait, clock, cancellation);
            wait = wait * 2 < TimeSpan.FromSeconds(2) ? wait * 2 : TimeSpan.FromSeconds(2);
        }
        summary.Unsettled += open.Values.Sum(studies => studies.Count);
    }

    private void Settle(List<PublishedStudy> studies, IntakeProgress? progress)
    {
        if (progress is null)
        {
            told.Always("The node knows a bulk intake no more; its studies are published again by the next run.");
            summary.Unsettled += studies.Count;
            state.Keep([.. studies.Select(study => study with { Pending = null })]);
            return;
        }
        var refused = progress.Refused.Where(one => one.SopInstanceUid is not null).DistinctBy(one => one.SopInstanceUid)
            .ToDictionary(one => one.SopInstanceUid!, StringComparer.Ordinal);
        state.Keep([.. studies.Select(study =>
        {
            if (!refused.TryGetValue(study.Pending!.Document.UniqueId, out var refusal))
            {
                summary.Accepted++;
                return study with { Current = study.Pending.Document, Pending = null };
            }
            summary.Refused++;
            told.Refused(study.Key.Study, refusal.Code, refusal.Text);
            return study with { Pending = null };
        })]);
    }
}
