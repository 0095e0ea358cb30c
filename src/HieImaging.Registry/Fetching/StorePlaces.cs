namespace HieImaging.Registry.Fetching;

/// <summary>
/// Of the many messages at hand so few are at PostgreSQL at once: each has a connection there, and the doors are to find one too.
/// </summary>
internal sealed class StorePlaces : IDisposable
{
    private readonly SemaphoreSlim _places = new(4);

    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        try
        {
            return await work();
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();
}
