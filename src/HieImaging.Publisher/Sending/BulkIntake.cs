using System.Net;
using System.Net.Http.Json;
using HieImaging.Wire.Multipart;

namespace HieImaging.Publisher.Sending;

/// <summary>Key objects in bulk: <c>POST /manifests</c> answers 202 with a Location that tells what becomes of each.</summary>
internal sealed class BulkIntake(HttpClient http, Uri node)
{
    /// <returns>The intake's address.</returns>
    /// <exception cref="HttpRequestException">The node did not take it.</exception>
    public async Task<string> SendAsync(IReadOnlyList<byte[]> keyObjects, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(node, "manifests")) { Content = new KeyObjects(keyObjects) };
        using var response = await http.SendAsync(request, cancellation);
        if (response.StatusCode != HttpStatusCode.Accepted || response.Headers.Location is not { } location)
            throw new HttpRequestException($"The node did not take the bulk: {(int)response.StatusCode}.", null, response.StatusCode);
        return location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString;
    }

    /// <summary>How far it is; null where the node knows no such intake.</summary>
    /// <exception cref="HttpRequestException">The node does not tell.</exception>
    public async Task<IntakeProgress?> ProgressAsync(string intake, CancellationToken cancellation)
    {
        using var response = await http.GetAsync(new Uri(node, intake), cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<IntakeProgress>(cancellation);
    }

    private sealed class KeyObjects : HttpContent
    {
        private static readonly (string, string)[] PartHeaders = [("Content-Type", "application/dicom")];

        private readonly string _boundary = MultipartRelatedWriter.NewBoundary();
        private readonly IReadOnlyList<byte[]> _parts;

        public KeyObjects(IReadOnlyList<byte[]> parts)
        {
            _parts = parts;
            Headers.TryAddWithoutValidation("Content-Type", MultipartRelatedWriter.ContentType("application/dicom", _boundary));
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var writer = new MultipartRelatedWriter(stream, _boundary);
            foreach (var part in _parts)
            {
                await writer.BeginPartAsync(PartHeaders, CancellationToken.None);
                await stream.WriteAsync(part);
            }
            await writer.EndAsync(CancellationToken.None);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

/// <summary><c>GET /manifests/{id}</c>.</summary>
internal sealed record IntakeProgress(int Received, int Registered, IReadOnlyList<IntakeRefusal> Refused, bool Done);

/// <summary>A key object that was not registered.</summary>
internal sealed record IntakeRefusal(string? SopInstanceUid, string Code, string Text);
