namespace HieImaging.Identity.Linking;

/// <summary>So many at once; the others wait until one of these is through.</summary>
internal sealed class Turns(int atOnce) : IDisposable
{
    private readonly SemaphoreSlim _free = new(atOnce);

    /// <returns>A turn, until it is disposed.</returns>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        return new Taken(_free);
    }

    /// <returns>A turn, until it is disposed; null: none came in time.</returns>
    public async Task<IDisposable?> TakeAsync(TimeSpan waitAtMost) => await _free.WaitAsync(waitAtMost) ? new Taken(_free) : null;

    public void Dispose() => _free.Dispose();

    private sealed class Taken(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
