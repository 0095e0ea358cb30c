namespace HieImaging.Harness;

/// <summary>Sends each request to the next of several nodes, as a load balancer would, and past one that takes no connection; the host that was asked for stays in the Host header.</summary>
/// <param name="known">The address that requests are made to.</param>
internal sealed class TakingTurns(Uri known, Func<IReadOnlyList<Uri>> nodesNow) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
{
    private int _next;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.Authority != known.Authority || nodesNow() is not { Count: > 0 } nodes)
            return await base.SendAsync(request, cancellationToken);
        request.Headers.Host ??= known.Authority;
        for (var trial = 1; ; trial++)
        {
            var node = nodes[(int)((uint)Interlocked.Increment(ref _next) % (uint)nodes.Count)];
            request.RequestUri = new UriBuilder(request.RequestUri) { Host = node.Host, Port = node.Port }.Uri;
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException refused) when (refused.HttpRequestError == HttpRequestError.ConnectionError && trial < nodes.Count)
            {
            }
        }
    }
}
