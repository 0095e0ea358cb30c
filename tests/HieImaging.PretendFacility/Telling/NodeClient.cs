using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using HieImaging.PretendFacility.Tokens;
using HieImaging.Wire.Multipart;

namespace HieImaging.PretendFacility.Telling;

/// <summary>A hospital's EHR, or a payer: searches and retrieves at the node in the name of a client.</summary>
public sealed class NodeClient(HttpClient http, TokenClient tokens, string? client)
{
    private string? _token;

    /// <summary>The Bundle of a search of ImagingStudy, all pages in one list of resources.</summary>
    /// <exception cref="HttpRequestException">The node did not answer 200.</exception>
    public async Task<IReadOnlyList<JsonElement>> StudiesAsync(string parameters, CancellationToken cancellation)
    {
        var found = new List<JsonElement>();
        for (var page = "fhir/ImagingStudy?" + parameters; page is not null;)
        {
            using var answer = await GetAsync(page, "application/fhir+json", cancellation);
            if (answer.StatusCode != HttpStatusCode.OK)
                throw new HttpRequestException($"the search was answered by {(int)answer.StatusCode}", null, answer.StatusCode);
            var bundle = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation)).RootElement;
            found.AddRange(Entries(bundle).Where(entry => entry.GetProperty("search").GetProperty("mode").GetString() == "match").Select(entry => entry.GetProperty("resource")));
            page = Next(bundle);
        }
        return found;
    }

    /// <summary>The SHA-256 of each instance that a WADO-RS path gives, in hexadecimal, and how many bytes they are.</summary>
    /// <returns>The status, and nothing where it is not 200.</returns>
    public async Task<(HttpStatusCode Status, IReadOnlyList<string> Hashes, long Bytes)> RetrieveAsync(string path, CancellationToken cancellation)
    {
        using var answer = await GetAsync("dicomweb/" + path, "multipart/related; type=\"application/dicom\"; transfer-syntax=*", cancellation);
        if (answer.StatusCode != HttpStatusCode.OK)
            return (answer.StatusCode, [], 0);
        if (!MediaType.TryParse(answer.Content.Headers.ContentType?.ToString(), out var media) || media.Boundary is not { } boundary)
            throw new HttpRequestException("the images did not come as multipart/related");
        using var reader = new BoundedMultipartReader(await answer.Content.ReadAsStreamAsync(cancellation), boundary, new MultipartBounds { Parts = int.MaxValue });
        var (hashes, bytes) = (new List<string>(), 0L);
        while (await reader.NextAsync(cancellation) is { } part)
        {
            using var counted = new HashingStream();
            bytes += await part.CopyToAsync(counted, cancellation);
            hashes.Add(counted.Hash());
        }
        return (answer.StatusCode, hashes, bytes);
    }

    /// <summary>The status alone.</summary>
    public async Task<int> StatusAsync(string path, CancellationToken cancellation)
    {
        using var answer = await GetAsync(path, "*/*", cancellation);
        return (int)answer.StatusCode;
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string accept, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (client is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token ??= await tokens.TokenAsync(client, null, null, cancellation));
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    private static JsonElement.ArrayEnumerator Entries(JsonElement bundle) =>
        bundle.TryGetProperty("entry", out var entries) ? entries.EnumerateArray() : default;

    private static string? Next(JsonElement bundle) => bundle.TryGetProperty("link", out var links)
        ? links.EnumerateArray().Where(link => link.GetProperty("relation").GetString() == "next").Select(link => link.GetProperty("url").GetString()).FirstOrDefault()
        : null;
}
