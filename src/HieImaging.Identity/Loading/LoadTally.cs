using HieImaging.DocumentStore;

namespace HieImaging.Identity.Loading;

/// <summary>Counts a load while it runs, and what it has made of persons since it began.</summary>
internal sealed class LoadTally
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly Store _store;
    private readonly (long Linked, long InReview) _before;
    private long _read;
    private long _changed;
    private long _refused;

    private LoadTally(Store store, (long, long) before) => (_store, _before) = (store, before);

    public static async Task<LoadTally> BeginAsync(Store store, CancellationToken cancellation) =>
        new(store, await StandingAsync(store, cancellation));

    public void Read() => Interlocked.Increment(ref _read);

    public void Changed(int records) => Interlocked.Add(ref _changed, records);

    public string Refuse(string reason)
    {
        Interlocked.Increment(ref _refused);
        return reason;
    }

    public async Task<LoadCount> CountAsync(CancellationToken cancellation)
    {
        var (linked, inReview) = await StandingAsync(_store, cancellation);
        return new LoadCount(
            Interlocked.Read(ref _read), Interlocked.Read(ref _changed), Interlocked.Read(ref _refused),
            linked - _before.Linked, inReview - _before.InReview);
    }

    /// <summary>Now and then, until it is cancelled.</summary>
    public async Task TellAsync(Action<LoadCount> progress, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
                try
                {
                    progress(await CountAsync(cancellation));
                }
                catch (StoreUnavailableException)
                {
                    // what is not counted now is counted the next time; the load goes on
                }
        }
        catch (OperationCanceledException)
        {
            // the load has ended
        }
    }

    private static async Task<(long Linked, long InReview)> StandingAsync(Store store, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        return await session.FirstOrDefaultAsync($"""
            select (select count(*) from record_locator.person_link where person_id <> born_id),
                   (select count(*) from identity.review_item where state = 'open')
            """, row => (row.GetInt64(0), row.GetInt64(1)), cancellation);
    }
}
