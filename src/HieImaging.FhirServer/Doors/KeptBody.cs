using System.IO.Compression;
using HieImaging.Wire;
using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Doors;

/// <summary>A request's body that remembers what was read of it: who bounds the reading bounds the memory. A room that keeps a document
/// keeps it as it came.</summary>
internal sealed class KeptBody(Stream body) : ForwardStream
{
    private readonly MemoryStream _kept = new();

    /// <summary>Puts itself in the place of the request's body.</summary>
    internal static KeptBody Of(HttpRequest request)
    {
        var kept = new KeptBody(request.Body);
        request.Body = kept;
        return kept;
    }

    /// <summary>What was read, unpacked where it was packed; for a body that was read to its end, and was sound.</summary>
    internal ReadOnlyMemory<byte> Content(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.ToString() != "gzip")
            return _kept.GetBuffer().AsMemory(0, (int)_kept.Length);
        _kept.Position = 0;
        using var packed = new GZipStream(_kept, CompressionMode.Decompress, leaveOpen: true);
        var content = new MemoryStream();
        packed.CopyTo(content);
        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await body.ReadAsync(buffer, cancellationToken);
        _kept.Write(buffer.Span[..count]);
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = body.Read(buffer, offset, count);
        _kept.Write(buffer, offset, read);
        return read;
    }
}
