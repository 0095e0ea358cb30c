namespace HieImaging.Xds.Soap;

/// <summary>A part to send: its bytes are written when its turn comes, and never held whole.</summary>
/// <param name="ContentId">Without angle brackets; what <c>xop:Include/@href</c> names as <c>cid:…</c>.</param>
public sealed record SoapPart(string ContentId, string ContentType, Func<Stream, CancellationToken, Task> Write)
{
    public static SoapPart Of(string contentId, string contentType, ReadOnlyMemory<byte> content) =>
        new(contentId, contentType, async (target, cancellation) => await target.WriteAsync(content, cancellation));
}
