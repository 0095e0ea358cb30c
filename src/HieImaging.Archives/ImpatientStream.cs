using HieImaging.Wire;

namespace HieImaging.Archives;

/// <summary>An archive's answer being read: a pause longer than allowed is an error,
/// and disposing frees the archive's connection.</summary>
internal sealed class ImpatientStream(Stream body, HttpResponseMessage response, TimeSpan idle) : ForwardStream
{
    /// <summary>At the archive; free again when the answer has been read.</summary>
    public IDisposable? Place { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(idle);
        try
        {
            return await body.ReadAsync(buffer, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The archive has stopped sending.");
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
            response.Dispose();
            Place?.Dispose();
        }
        base.Dispose(disposing);
    }
}
