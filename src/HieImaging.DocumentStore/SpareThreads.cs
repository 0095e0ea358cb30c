namespace HieImaging.DocumentStore;

/// <summary>
/// A thread for each connection while PostgreSQL is silent. A statement that meets its command timeout then is cancelled by the driver on a
/// second connection, synchronously, and each of these holds a pool thread for seconds (Npgsql's PerformPostgresCancellation): without spare
/// ones whoever only wants to hear 503 waits behind them.
/// </summary>
internal sealed class SpareThreads(int connections)
{
    private readonly Lock _gate = new();
    private (int Workers, int Ports)? _before;

    public void Have()
    {
        lock (_gate)
        {
            if (_before is not null)
                return;
            ThreadPool.GetMinThreads(out var workers, out var ports);
            _before = (workers, ports);
            ThreadPool.SetMinThreads(workers + connections, ports);
        }
    }

    /// <summary>More than there are processors, all the time, would only take turns.</summary>
    public void GiveBack()
    {
        lock (_gate)
        {
            if (_before is var (workers, ports))
                ThreadPool.SetMinThreads(workers, ports);
            _before = null;
        }
    }
}
