namespace HieImaging.Identity.Linking;

/// <summary>
/// One of many that belong together links at a time; the others read and write their words meanwhile. They would wait for each other's keys
/// all the same, but in PostgreSQL, where a statement that waits is given up, and where whoever gives up has worked in vain.
/// </summary>
internal sealed class LinkingTurn : IDisposable
{
    private readonly SemaphoreSlim _free = new(1);

    /// <returns>The turn, until it is disposed.</returns>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        return new Taken(_free);
    }

    public void Dispose() => _free.Dispose();

    private sealed class Taken(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
