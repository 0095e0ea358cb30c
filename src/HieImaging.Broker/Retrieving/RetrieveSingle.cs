using HieImaging.Archives;
using HieImaging.Wire;
using HieImaging.Wire.Multipart;
using Microsoft.AspNetCore.Http;

namespace HieImaging.Broker.Retrieving;

/// <summary>One instance without an envelope, for a caller that accepts <c>application/dicom</c> alone.</summary>
internal static class RetrieveSingle
{
    /// <exception cref="IOException">The archive did not send the registered instance.</exception>
    public static async Task RelayAsync(HttpContext http, ArchiveAnswer.Found answer, IReadOnlySet<string> expected)
    {
        if (!answer.ContentType.Is("multipart/related") || answer.ContentType.Boundary is not { } boundary)
            throw new MalformedException("The archive did not answer with multipart/related.");
        using var parts = new BoundedMultipartReader(answer.Body, boundary);
        while (await parts.NextAsync(http.RequestAborted) is { } part)
        {
            var (head, found) = await InstanceRelay.HeadOfAsync(part, http.RequestAborted);
            if (found is null || !expected.Contains(found.SopInstanceUid))
                continue;
            http.Response.ContentType = $"application/dicom; transfer-syntax={found.TransferSyntaxUid}";
            http.Response.Headers.CacheControl = "no-store";
            await http.Response.Body.WriteAsync(head, http.RequestAborted);
            await part.CopyToAsync(http.Response.Body, http.RequestAborted);
            if (await parts.NextAsync(http.RequestAborted) is not null)
                throw new MalformedException("The archive sent more than one instance.");
            return;
        }
        throw new IOException("The archive did not send the instance.");
    }
}
