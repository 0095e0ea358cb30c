using HieImaging.AffinityDomain.Transactions;

namespace HieImaging.Identity.Receiving;

/// <summary>Who is at work at once, feeds and queries each among themselves: whoever asks much keeps no hospital's feed waiting.</summary>
internal sealed class MllpPlaces(MllpOptions options) : IDisposable
{
    private readonly SemaphoreSlim _feeds = new(options.AtOnce), _queries = new(options.QueriesAtOnce);

    /// <returns>A place, given back when it is disposed; null: none became free in time.</returns>
    public async Task<IDisposable?> TakeAsync(Transaction transaction)
    {
        var places = transaction.Audit == AuditAction.Query ? _queries : _feeds;
        return await places.WaitAsync(options.WaitAtMost) ? new Place(places) : null;
    }

    public void Dispose()
    {
        _feeds.Dispose();
        _queries.Dispose();
    }

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
