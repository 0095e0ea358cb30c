using System.Net.Http.Headers;
using HieImaging.Wire.Multipart;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Soap;
using HieImaging.Xds.Submitting;

namespace HieImaging.PretendFacility.Publishing;

/// <summary>An Imaging Document Source: sends key objects to a node by RAD-68, by STOW-RS or in bulk.</summary>
/// <param name="http">With the node's address as base.</param>
public sealed class DocumentSource(HttpClient http)
{
    /// <summary>RAD-68.</summary>
    /// <exception cref="HttpRequestException">The answer was a SOAP fault.</exception>
    public async Task<RegistryResponse> ProvideAsync(ImagingSubmission submission, string token, CancellationToken cancellation)
    {
        var (body, parts) = ProvideAndRegister.Write(submission.Submission, submission.Documents);
        var answer = await Soap(token).SendAsync(new Uri(http.BaseAddress!, "xds/repository"), SoapAction.ProvideAndRegister, body, parts, cancellation);
        return answer.Body is { } response && RegistryResponse.Read(response) is { } read
            ? read
            : throw new HttpRequestException($"RAD-68 was answered by {answer.Status} {answer.Fault?.Reason}");
    }

    /// <summary>ITI-42: the metadata alone.</summary>
    /// <exception cref="HttpRequestException">The answer was a SOAP fault.</exception>
    public async Task<RegistryResponse> RegisterAsync(Submission submission, string token, CancellationToken cancellation)
    {
        var answer = await Soap(token).SendAsync(new Uri(http.BaseAddress!, "xds/registry"), SoapAction.Register, SubmissionWriter.Write(submission), null, cancellation);
        return answer.Body is { } response && RegistryResponse.Read(response) is { } read
            ? read
            : throw new HttpRequestException($"ITI-42 was answered by {answer.Status} {answer.Fault?.Reason}");
    }

    /// <summary>A SOAP client with the token.</summary>
    public SoapClient Soap(string token) => new(http, (request, _) =>
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return ValueTask.CompletedTask;
    });

    /// <summary>STOW-RS (RAD-108) for a custodian.</summary>
    /// <returns>The node's answer, to be disposed of by the caller.</returns>
    public Task<HttpResponseMessage> StowAsync(string custodian, IEnumerable<ReadOnlyMemory<byte>> keyObjects, string token, CancellationToken cancellation) =>
        PostAsync($"dicomweb/at/{custodian}/studies", keyObjects, "application/dicom+json", token, cancellation);

    /// <summary>Bulk intake: answered by 202 and the place where the progress is told.</summary>
    /// <returns>The node's answer, to be disposed of by the caller.</returns>
    public Task<HttpResponseMessage> BulkAsync(IEnumerable<ReadOnlyMemory<byte>> keyObjects, string token, CancellationToken cancellation) =>
        PostAsync("manifests", keyObjects, "application/json", token, cancellation);

    private async Task<HttpResponseMessage> PostAsync(
        string path, IEnumerable<ReadOnlyMemory<byte>> keyObjects, string accept, string token, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        var writer = new MultipartRelatedWriter(body, MultipartRelatedWriter.NewBoundary());
        foreach (var keyObject in keyObjects)
        {
            await writer.BeginPartAsync([("Content-Type", "application/dicom")], cancellation);
            await writer.Output.WriteAsync(keyObject, cancellation);
        }
        await writer.EndAsync(cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body.ToArray()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", MultipartRelatedWriter.ContentType("application/dicom", writer.Boundary));
        request.Headers.Accept.ParseAdd(accept);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await http.SendAsync(request, cancellation);
    }
}
