using HieImaging.AffinityDomain.Transactions;
using HieImaging.Identity.Linking;

namespace HieImaging.Identity.Receiving;

/// <summary>Who is at work at once, feeds and queries each among themselves: whoever asks much keeps no hospital's feed waiting.</summary>
internal sealed class MllpPlaces(MllpOptions options) : IDisposable
{
    private readonly Turns _feeds = new(options.AtOnce), _queries = new(options.QueriesAtOnce);

    /// <returns>A place, given back when it is disposed; null: none became free in time.</returns>
    public Task<IDisposable?> TakeAsync(Transaction transaction) =>
        (transaction.Audit == AuditAction.Query ? _queries : _feeds).TakeAsync(options.WaitAtMost);

    public void Dispose()
    {
        _feeds.Dispose();
        _queries.Dispose();
    }
}
