using System.Net;

namespace HieImaging.Publisher.Sending;

/// <summary>
/// Asks again where the peer is busy, restarting or not there: 429, 502, 503, 504, a refused
/// or broken connection. What is sent may be sent twice: all of it is known by its ids.
/// </summary>
/// <param name="patience">How long a peer may be away.</param>
internal sealed class Retrying(HttpMessageHandler inner, TimeProvider clock, TimeSpan patience) : DelegatingHandler(inner)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Attempt = TimeSpan.FromMinutes(2);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        for (var wait = First; ; wait = wait * 2 < Longest ? wait * 2 : Longest)
        {
            var last = clock.GetElapsedTime(began) > patience;
            var asked = wait;
            using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            attempt.CancelAfter(Attempt);
            try
            {
                var response = await base.SendAsync(request, attempt.Token);
                if (last || response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway
                    or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout))
                    return response;
                asked = RetryAfter(response) ?? wait;
                response.Dispose();
            }
            catch (Exception gone)
                when (gone is HttpRequestException or OperationCanceledException
                    && !last && !cancellationToken.IsCancellationRequested)
            {
                // nobody there, gone in the middle, or silent for too long
            }
            await Task.Delay(Jitter(asked < Longest ? asked : Longest), clock, cancellationToken);
        }
    }

    // All hospitals of a node that comes back must not ask at one moment.
    private static TimeSpan Jitter(TimeSpan wait) => wait * (0.75 + (Random.Shared.NextDouble() / 2));

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var after = response.Headers.RetryAfter;
        var wait = after?.Delta ?? (after?.Date is { } date ? date - clock.GetUtcNow() : null);
        return wait > TimeSpan.Zero ? wait : null;
    }
}
