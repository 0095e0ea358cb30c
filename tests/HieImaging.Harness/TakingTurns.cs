namespace HieImaging.Harness;

/// <summary>Sends each request to the next of several nodes, as a load balancer would; the host that was asked for stays in the Host header.</summary>
/// <param name="known">The address that requests are made to.</param>
internal sealed class TakingTurns(Uri known, Func<IReadOnlyList<Uri>> nodesNow) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
{
    private int _next;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri!.Authority == known.Authority && nodesNow() is { Count: > 0 } nodes)
        {
            request.Headers.Host ??= known.Authority;
            var node = nodes[(int)((uint)Interlocked.Increment(ref _next) % (uint)nodes.Count)];
            request.RequestUri = new UriBuilder(request.RequestUri) { Host = node.Host, Port = node.Port }.Uri;
        }
        return base.SendAsync(request, cancellationToken);
    }
}
