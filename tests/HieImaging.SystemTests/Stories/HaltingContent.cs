using System.Net;
using HieImaging.Wire.Multipart;

namespace HieImaging.SystemTests.Stories;

/// <summary>Key objects in a multipart body; the last halts in its middle until it is let go on, or broken off.</summary>
internal sealed class HaltingContent : HttpContent
{
    private readonly string _boundary = MultipartRelatedWriter.NewBoundary();
    private readonly ReadOnlyMemory<byte> _keyObject;
    private readonly Task _until;
    private readonly ReadOnlyMemory<byte>[] _before;

    /// <param name="until">Failed: the body ends there.</param>
    public HaltingContent(ReadOnlyMemory<byte> keyObject, Task until, params ReadOnlyMemory<byte>[] before)
    {
        (_keyObject, _until, _before) = (keyObject, until, before);
        Headers.TryAddWithoutValidation("Content-Type", MultipartRelatedWriter.ContentType("application/dicom", _boundary));
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var writer = new MultipartRelatedWriter(stream, _boundary);
        foreach (var part in _before)
        {
            await writer.BeginPartAsync([("Content-Type", "application/dicom")], CancellationToken.None);
            await writer.Output.WriteAsync(part);
        }
        await writer.BeginPartAsync([("Content-Type", "application/dicom")], CancellationToken.None);
        await writer.Output.WriteAsync(_keyObject[..200]);
        await writer.Output.FlushAsync();
        await stream.FlushAsync();
        await _until;
        await writer.Output.WriteAsync(_keyObject[200..]);
        await writer.EndAsync(CancellationToken.None);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
