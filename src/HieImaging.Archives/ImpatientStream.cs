using System.Diagnostics;
using HieImaging.Wire;

namespace HieImaging.Archives;

/// <summary>An archive's answer being read: a pause longer than allowed is an error, and so are fewer bytes a second than allowed while it was
/// waited for so long; how it ends is told once. Disposing frees the archive's connection.</summary>
/// <param name="slowest">Bytes a second.</param>
/// <param name="ended">Gets true where all came that was read for, false where it broke off; is not called where the reader left while he waited.</param>
internal sealed class ImpatientStream(
    Stream body, HttpResponseMessage response, TimeSpan idle, int slowest, Action<bool> ended) : ForwardStream
{
    private TimeSpan _waited;
    private long _came;
    private bool _isTold, _isWaiting;

    /// <summary>At the archive; free again when the answer has been read.</summary>
    public IDisposable? Place { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(idle);
        var began = Stopwatch.GetTimestamp();
        _isWaiting = true;
        try
        {
            var read = await body.ReadAsync(buffer, patience.Token);
            _isWaiting = false;
            if (read == 0 && buffer.Length > 0)
                Tell(true);
            else if (IsTooSlow(read, Stopwatch.GetElapsedTime(began)))
                throw new TimeoutException("The archive sends too slowly.");
            return read;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Tell(false);
            throw new TimeoutException("The archive has stopped sending.");
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or TimeoutException)
        {
            Tell(false);
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (!_isWaiting)                            // all that was wanted had come
                Tell(true);
            body.Dispose();
            response.Dispose();
            Place?.Dispose();
        }
        base.Dispose(disposing);
    }

    // Only the time in which the archive was waited for counts, however slow the reader is.
    private bool IsTooSlow(int read, TimeSpan waited)
    {
        _came += read;
        _waited += waited;
        if (_waited < idle)
            return false;
        var isTooSlow = _came < slowest * _waited.TotalSeconds;
        (_came, _waited) = (0, TimeSpan.Zero);
        return isTooSlow;
    }

    private void Tell(bool well)
    {
        if (!_isTold)
            ended(well);
        _isTold = true;
    }
}
