using HieImaging.DocumentStore;

namespace HieImaging.Identity.Linking;

/// <summary>
/// Of many transactions of one process one links at a time, and has a second connection to read with. They would wait for each other's keys
/// all the same, but in PostgreSQL, where a statement that waits is given up, and where whoever gives up has worked in vain.
/// </summary>
internal sealed class LinkingTurn(Store store, CancellationToken cancellation) : IDisposable
{
    private readonly Turns _one = new(1);

    /// <returns>The turn, until it is disposed.</returns>
    public Task<IDisposable> TakeAsync(CancellationToken givenUp) => _one.TakeAsync(givenUp);

    /// <summary>A session of whoever has the turn.</summary>
    public ValueTask<DocumentSession> BesideAsync() => store.OpenSession(cancellation);

    public void Dispose() => _one.Dispose();
}
