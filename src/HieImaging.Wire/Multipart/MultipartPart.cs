using System.IO.Pipelines;

namespace HieImaging.Wire.Multipart;

/// <summary>One part, to be read once and forward; the reader's next part ends it.</summary>
public sealed class MultipartPart
{
    private readonly BoundedMultipartReader _reader;

    internal MultipartPart(BoundedMultipartReader reader, PartHeaders headers)
    {
        _reader = reader;
        Headers = headers;
        Body = new PartStream(this);
    }

    public PartHeaders Headers { get; }

    /// <summary>Null where the part has no Content-Type, or one that is none.</summary>
    public MediaType? ContentType => MediaType.TryParse(Headers["Content-Type"], out var media) ? media : null;

    /// <summary>The Content-ID without its angle brackets.</summary>
    public string? ContentId => Headers["Content-ID"] is { } id ? id.Trim('<', '>') : null;

    /// <summary>The part's bytes; asynchronous reading only. For large parts the copies are faster.</summary>
    public Stream Body { get; }

    /// <summary>Passes the part's bytes on as they arrive, straight from the reader's buffer; says how many there were.</summary>
    /// <exception cref="TruncatedException">The body ended inside the part.</exception>
    public async Task<long> CopyToAsync(Stream target, CancellationToken cancellation)
    {
        long copied = 0;
        while (await PeekAsync(cancellation) is { IsEmpty: false } bytes)
        {
            await target.WriteAsync(bytes, cancellation);
            Advance(bytes.Length);
            copied += bytes.Length;
        }
        return copied;
    }

    /// <summary>As the other; ends early where the pipe's reader has gone.</summary>
    public async Task<long> CopyToAsync(PipeWriter target, CancellationToken cancellation)
    {
        long copied = 0;
        while (await PeekAsync(cancellation) is { IsEmpty: false } bytes)
        {
            var flushed = await target.WriteAsync(bytes, cancellation);
            Advance(bytes.Length);
            copied += bytes.Length;
            if (flushed.IsCompleted || flushed.IsCanceled)
                break;
        }
        return copied;
    }

    /// <summary>
    /// The part's bytes that have arrived and are not yet consumed; empty at
    /// the part's end. Valid until <see cref="Advance"/> or the next call.
    /// </summary>
    public ValueTask<ReadOnlyMemory<byte>> PeekAsync(CancellationToken cancellation) => _reader.PeekAsync(this, cancellation);

    /// <summary>Consumes bytes that <see cref="PeekAsync"/> gave.</summary>
    public void Advance(int count) => _reader.Advance(this, count);

    /// <summary>The whole part in memory.</summary>
    /// <exception cref="BoundsExceededException">It is longer than <paramref name="limit"/>.</exception>
    public async Task<byte[]> ReadAllAsync(int limit, CancellationToken cancellation)
    {
        using var whole = new MemoryStream();
        while (await PeekAsync(cancellation) is { IsEmpty: false } bytes)
        {
            if (whole.Length + bytes.Length > limit)
                throw new BoundsExceededException("bytes in a part", limit);
            whole.Write(bytes.Span);
            Advance(bytes.Length);
        }
        return whole.ToArray();
    }
}
