using HieImaging.Wire;
using HieImaging.Wire.Multipart;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HieImaging.Registry.Receiving;

/// <summary>
/// The parts of a multipart/related body of key objects, one after the other, never more than one in memory (PS3.18 8.7.1).
/// </summary>
internal static class KeyObjectParts
{
    public const int MostBytes = 8 * 1024 * 1024;

    /// <summary>The body's parts; null when it is no multipart/related of <c>application/dicom</c>: 415.</summary>
    public static BoundedMultipartReader? Open(HttpRequest request, int mostParts)
    {
        // bounded here by parts and their size, not by the server's one limit for all bodies
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = (long)mostParts * (MostBytes + 64 * 1024);
        return MediaType.TryParse(request.ContentType, out var media) && media.Is("multipart/related") && media.Boundary is { } boundary
        && (media["type"] is null || string.Equals(media["type"], "application/dicom", StringComparison.OrdinalIgnoreCase))
            ? new BoundedMultipartReader(request.Body, boundary, MultipartBounds.Default with { Parts = mostParts, PartBytes = MostBytes })
            : null;
    }

    /// <summary>The next key object; null after the last.</summary>
    /// <exception cref="MalformedException">A part is of another type, or the body is broken.</exception>
    /// <exception cref="BoundsExceededException">Too many parts, or one too large.</exception>
    public static async Task<byte[]?> Next(BoundedMultipartReader reader, CancellationToken cancellation)
    {
        if (await reader.NextAsync(cancellation) is not { } part)
            return null;
        if (part.ContentType is { } type && !type.Is("application/dicom"))
            throw new MalformedException("A part is not application/dicom.");
        return await part.ReadAllAsync(MostBytes, cancellation);
    }
}
