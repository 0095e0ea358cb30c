using System.Net.Http.Headers;
using System.Xml.Linq;
using HieImaging.Wire;
using HieImaging.Wire.Multipart;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Xds.Soap;

/// <summary>Sends one request and reads the answer under bounds. The HttpClient brings certificates, proxies and timeouts.</summary>
/// <param name="authorize">Puts the token on each request; null where TLS tells who is calling.</param>
public sealed class SoapClient(
    HttpClient http,
    Func<HttpRequestMessage, CancellationToken, ValueTask>? authorize = null,
    SoapBounds? bounds = null)
{
    /// <param name="action">wsa:Action, a constant of <see cref="SoapAction"/>.</param>
    /// <param name="parts">Sent as MTOM; null: plain SOAP.</param>
    /// <exception cref="HttpRequestException">The peer is not there, or what it answered is not SOAP.</exception>
    public async Task<SoapResponse> SendAsync(
        Uri to, string action, XElement body, IReadOnlyList<SoapPart>? parts, CancellationToken cancellation)
    {
        var messageId = "urn:uuid:" + Guid.NewGuid().ToString("D");
        var envelope = EnvelopeWriter.Request(action, messageId, to, body);
        using var request = new HttpRequestMessage(HttpMethod.Post, to);
        request.Content = parts is null ? Plain(envelope, action) : new PackageContent(envelope, parts, action);
        if (authorize is not null)
            await authorize(request, cancellation);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        return await ReadAsync(response, cancellation);
    }

    private async Task<SoapResponse> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        try
        {
            var contentType = response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values) ? values.ToString() : null;
            await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            var message = await SoapMessage.ReadAsync(stream, contentType, bounds ?? SoapBounds.Default, cancellation);
            var envelope = EnvelopeReader.Read(message.Envelope);
            var answer = new SoapResponse
            {
                Status = status, Action = envelope.Action, RelatesTo = envelope.RelatesTo, Attachments = message.Attachments,
            };
            return envelope.Body.Name == Ns.Envelope + "Fault"
                ? answer with { Fault = SoapFault.Read(envelope.Body, status) }
                : answer with { Body = envelope.Body };
        }
        catch (Exception wrong) when (wrong is SoapFaultException or MalformedException or BoundsExceededException)
        {
            throw new HttpRequestException(
                HttpRequestError.InvalidResponse,
                $"The answer ({status}) is not SOAP: {wrong.Message}",
                wrong, response.StatusCode);
        }
    }

    private static ByteArrayContent Plain(XElement envelope, string action)
    {
        var content = new ByteArrayContent(EnvelopeWriter.Bytes(envelope));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse($"{EnvelopeWriter.PlainType}; action=\"{action}\"");
        return content;
    }

    /// <summary>The package written straight to the connection.</summary>
    private sealed class PackageContent : HttpContent
    {
        private readonly string _boundary = MultipartRelatedWriter.NewBoundary();
        private readonly XElement _envelope;
        private readonly IReadOnlyList<SoapPart> _parts;

        public PackageContent(XElement envelope, IReadOnlyList<SoapPart> parts, string action)
        {
            (_envelope, _parts) = (envelope, parts);
            Headers.TryAddWithoutValidation("Content-Type", EnvelopeWriter.PackageType(_boundary, action));
        }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(
            Stream stream, System.Net.TransportContext? context, CancellationToken cancellationToken) =>
            EnvelopeWriter.WritePackageAsync(stream, _boundary, _envelope, _parts, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
