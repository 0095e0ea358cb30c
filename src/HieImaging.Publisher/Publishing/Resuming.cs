using HieImaging.Publisher.Keeping;

namespace HieImaging.Publisher.Publishing;

/// <summary>What an earlier run, or an exchange that was away, left on its way is sent again, byte for byte.</summary>
/// <param name="mayFail">So many may be left without a word by a node that answers, and keep nobody else waiting.</param>
internal sealed class Resuming(
    PublishState state, BulkPublishing bulk, SinglePublishing single, PublishSummary summary, Told told, int mayFail = 0)
{
    /// <exception cref="HttpRequestException">The node is not there, or answers nobody.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        bulk.Discard();
        var failed = 0;
        foreach (var study in state.Studies.Where(study => study is { Pending.Content: not null } or { Withdrawing: true }).ToList())
        {
            try
            {
                await SendAsync(study, cancellation);
            }
            catch (HttpRequestException unsaid) when (unsaid.StatusCode is not null && ++failed <= mayFail)
            {
                told.Warned(study.Key.Study, "the node does not say what became of it; it is sent again");
            }
        }
        await bulk.FlushAsync(cancellation);
        await bulk.SettleAsync(cancellation);
    }

    private Task SendAsync(PublishedStudy study, CancellationToken cancellation)
    {
        if (study.Pending is not { } pending)
            return single.WithdrawAsync(study, cancellation);
        summary.Offer(pending.Instances);
        return pending.Door == PublishingDoor.Bulk ? bulk.AddAsync(study, cancellation) : single.ProvideAsync(study, cancellation);
    }
}
