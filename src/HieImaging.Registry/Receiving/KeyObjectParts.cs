using HieImaging.Registry.Submitting;
using HieImaging.Wire;
using HieImaging.Wire.Multipart;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HieImaging.Registry.Receiving;

/// <summary>
/// The parts of a multipart/related body of key objects, one after the other (PS3.18 8.7.1).
/// </summary>
internal sealed class KeyObjectParts : IDisposable
{
    private const int HeadersOfPart = 1024;

    private readonly BoundedMultipartReader _reader;
    private readonly int _mostBytes;

    private KeyObjectParts(BoundedMultipartReader reader, int mostBytes) => (_reader, _mostBytes) = (reader, mostBytes);

    /// <summary>The body's parts; null when it is no multipart/related of <c>application/dicom</c>: 415.</summary>
    /// <param name="mostParts">Parts of the body.</param>
    /// <param name="mostBytes">Bytes of all parts together; null: of each by itself.</param>
    public static KeyObjectParts? Open(HttpRequest request, SubmittingOptions options, int mostParts, long? mostBytes = null)
    {
        var total = (mostBytes ?? (long)mostParts * options.KeyObjectBytes) + ((long)mostParts * HeadersOfPart) + options.PartHeaderBytes;
        // bounded here by parts and their size, not by the server's one limit for all bodies
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = total;
        return MediaType.TryParse(request.ContentType, out var media) && media.Is("multipart/related") && media.Boundary is { } boundary
            && (media["type"] is null || string.Equals(media["type"], "application/dicom", StringComparison.OrdinalIgnoreCase))
            ? new KeyObjectParts(
                new BoundedMultipartReader(request.Body, boundary, MultipartBounds.Default with
                {
                    Parts = mostParts, PartBytes = options.KeyObjectBytes, TotalBytes = total, HeaderBytes = options.PartHeaderBytes,
                }),
                options.KeyObjectBytes)
            : null;
    }

    /// <summary>The next key object; null after the last.</summary>
    /// <exception cref="MalformedException">A part is of another type, or the body is broken.</exception>
    /// <exception cref="BoundsExceededException">Too many parts, or one too large.</exception>
    public async Task<byte[]?> Next(CancellationToken cancellation)
    {
        if (await _reader.NextAsync(cancellation) is not { } part)
            return null;
        if (part.ContentType is { } type && !type.Is("application/dicom"))
            throw new MalformedException("A part is not application/dicom.");
        return await part.ReadAllAsync(_mostBytes, cancellation);
    }

    public void Dispose() => _reader.Dispose();
}
