using HieImaging.Wire.Doors;

namespace HieImaging.Node.Serving;

/// <summary>
/// A request that says two lengths of its body, Content-Length and chunked, is refused and its connection closed: whoever stands in front
/// of the node may have believed the other one (RFC 9112 6.1, 11.2). The server takes the first header away and keeps it under another name.
/// </summary>
internal sealed class TwoLengths(RequestDelegate next)
{
    private const string PutAside = "X-Content-Length";

    public Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Headers.TransferEncoding.Count == 0 || !http.Request.Headers.ContainsKey(PutAside))
            return next(http);
        http.Response.Headers.Connection = "close";
        var write = http.GetEndpoint()?.Metadata.GetMetadata<RefusalWriter>();
        if (write is not null)
            return write(http, StatusCodes.Status400BadRequest, "structure", "The request says two lengths.");
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }
}
