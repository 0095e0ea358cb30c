namespace HieImaging.Xds.Retrieving;

/// <summary>A document of an answer, and how its bytes are written when their turn comes.</summary>
public sealed record RetrievedDocument(DocumentRequest Request, string MimeType, Func<Stream, CancellationToken, Task> Write)
{
    /// <summary>A document that is in memory.</summary>
    public static RetrievedDocument Of(DocumentRequest request, string mimeType, ReadOnlyMemory<byte> content) =>
        new(request, mimeType, async (target, cancellation) => await target.WriteAsync(content, cancellation));
}
