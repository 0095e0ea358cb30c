using System.Net;
using HieImaging.Wire.Multipart;

namespace HieImaging.SystemTests.Stories;

/// <summary>One key object in a multipart body that halts in its middle until it is let go on.</summary>
internal sealed class HaltingContent : HttpContent
{
    private readonly string _boundary = MultipartRelatedWriter.NewBoundary();
    private readonly ReadOnlyMemory<byte> _keyObject;
    private readonly Task _until;

    public HaltingContent(ReadOnlyMemory<byte> keyObject, Task until)
    {
        (_keyObject, _until) = (keyObject, until);
        Headers.TryAddWithoutValidation("Content-Type", MultipartRelatedWriter.ContentType("application/dicom", _boundary));
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        var writer = new MultipartRelatedWriter(stream, _boundary);
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
