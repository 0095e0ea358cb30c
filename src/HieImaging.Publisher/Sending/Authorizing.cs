using System.Net;
using System.Net.Http.Headers;

namespace HieImaging.Publisher.Sending;

/// <summary>Puts the token on each request; one that the node takes no more is renewed once.</summary>
internal sealed class Authorizing(AccessTokens tokens, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.TokenAsync(cancellationToken));
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
            return response;
        response.Dispose();
        tokens.Drop();
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.TokenAsync(cancellationToken));
        return await base.SendAsync(request, cancellationToken);
    }
}
