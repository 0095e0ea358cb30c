using System.Xml.Linq;

namespace HieImaging.Xds.Soap;

/// <summary>Sends one request and reads the answer under bounds. The HttpClient brings certificates, proxies and timeouts.</summary>
/// <param name="authorize">Puts the token on each request; null where TLS tells who is calling.</param>
public sealed class SoapClient(HttpClient http, Func<HttpRequestMessage, CancellationToken, ValueTask>? authorize = null, SoapBounds? bounds = null)
{
    /// <param name="action">wsa:Action, a constant of <see cref="SoapAction"/>.</param>
    /// <param name="parts">Sent as MTOM; null: plain SOAP.</param>
    /// <exception cref="HttpRequestException">The peer is not there, or what it answered is not SOAP.</exception>
    public Task<SoapResponse> SendAsync(Uri to, string action, XElement body, IReadOnlyList<SoapPart>? parts, CancellationToken cancellation) =>
        throw new NotImplementedException($"{http}{authorize}{bounds}");
}
