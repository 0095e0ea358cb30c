using System.Diagnostics.CodeAnalysis;

namespace HieImaging.DocumentStore;

/// <summary>
/// Frees a caller whose PostgreSQL stands still, for the driver's own timeouts do not: the statement is left to itself (it ends by
/// statement_timeout or by its command timeout) and the caller goes on with <see cref="StoreUnavailableException"/>.
/// </summary>
[SuppressMessage("Design", "CA1001",
    Justification = "a token source without a timer holds nothing, and this one lives as long as the process")]
internal sealed class Deadline(TimeProvider clock)
{
    /// <summary>Above statement_timeout: a statement that is only slow ends by that first.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(7);

    private volatile CancellationTokenSource _lost = new();

    /// <summary>What the answers say of PostgreSQL's disk is noted here.</summary>
    public StorePressure Pressure { get; } = new(clock);

    public bool IsLost => _lost.IsCancellationRequested;

    /// <summary>PostgreSQL stopped answering: whoever waits is freed now, whoever comes is refused at once.</summary>
    public void Lose() => _lost.Cancel();

    public void Regain()
    {
        if (_lost.IsCancellationRequested)
            _lost = new CancellationTokenSource();
    }

    /// <param name="leave">Gets the statement that was left running.</param>
    public async Task<T> Run<T>(Func<Task<T>> statement, Action<Task> leave, CancellationToken cancellation)
    {
        var lost = _lost.Token;
        if (lost.IsCancellationRequested)
            throw new StoreUnavailableException("PostgreSQL does not answer.");
        cancellation.ThrowIfCancellationRequested();

        Task<T>? running = null;
        try
        {
            running = statement();
            if (running.IsCompleted)
                return await running;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lost);
            return await running.WaitAsync(Limit, clock, either.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or TimeoutException)
        {
            if (running is not null)
                leave(running);
            cancellation.ThrowIfCancellationRequested();
            throw new StoreUnavailableException("PostgreSQL does not answer in time.", gone);
        }
        catch (Exception error) when (StoreFailure.Of(error) is { } known)
        {
            if (StoreFailure.IsDiskFull(error))
                Pressure.DiskIsFull();
            throw known;
        }
    }
}
