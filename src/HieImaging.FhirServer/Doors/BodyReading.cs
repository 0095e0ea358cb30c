using System.IO.Compression;
using System.Text;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;
using HieImaging.Fhir.Validation;
using HieImaging.Fhir.Xml;
using HieImaging.FhirServer.Answering;
using HieImaging.FhirServer.Declaring;
using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Doors;

/// <summary>Reads a request's body, counted while it is read and while it is inflated.</summary>
internal static class BodyReading
{
    /// <summary>The resource, or the refusal: 415 for another format, 413 for too much, 400 for what is no sound resource of the
    /// type, 422 for what breaks R4's rules.</summary>
    internal static async Task<(FhirResource? Resource, FhirAnswer.Refused? Refusal)> ResourceAsync(
        HttpRequest request, FhirBounds bounds, string? type, string? profile = null)
    {
        var (reading, refusal) = await ReadAsync(request, bounds);
        return reading switch
        {
            null => (null, refusal),
            FhirReading.Accepted { Resource: var resource } when type is null || resource.Type == type => Judged(resource, profile),
            FhirReading.Refused refused => (null, new(refused.Status, refused.Issues)),
            _ => (null, new(StatusCodes.Status400BadRequest, FhirIssue.Error(IssueCode.Invalid, $"The body is no {type}."))),
        };
    }

    // R4 3.1.0.8.1: what is no sound resource is 400, what breaks R4's rules or the profiles that it claims is 422
    private static (FhirResource?, FhirAnswer.Refused?) Judged(FhirResource resource, string? profile)
    {
        IReadOnlyList<Profile> asked = profile is not null && ProfileTables.Find(profile) is { } found ? [found] : [];
        var errors = Validator.Validate(resource, asked).Where(issue => issue.Severity == IssueSeverity.Error).ToList();
        return errors.Count == 0 ? (resource, null) : (null, new(StatusCodes.Status422UnprocessableEntity, errors));
    }

    /// <summary>What the body came to, in JSON or XML; null with the refusal where it is not read at all.</summary>
    internal static async Task<(FhirReading? Reading, FhirAnswer.Refused? Refusal)> ReadAsync(HttpRequest request, FhirBounds bounds)
    {
        if (Negotiation.OfBody(request.ContentType) is not { } format)
            return (null, NotSupported("A body is application/fhir+json or application/fhir+xml in UTF-8."));
        if (request.ContentLength > bounds.BodyBytes)
            return (null, new(StatusCodes.Status413PayloadTooLarge,
                FhirIssue.Error(IssueCode.TooLong, $"The body is longer than {bounds.BodyBytes / 1024} KiB.")));
        var encoding = request.Headers.ContentEncoding.ToString();
        if (encoding is not ("" or "identity" or "gzip"))
            return (null, NotSupported("A body is sent as it is or as gzip."));
        await using var body = encoding == "gzip"
            ? new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true)
            : request.Body;
        return (format == FhirFormat.Xml
            ? await FhirXml.ReadAsync(body, request.HttpContext.RequestAborted, bounds.BodyBytes)
            : await FhirJson.ReadAsync(body, request.HttpContext.RequestAborted, bounds.BodyBytes), null);
    }

    /// <summary>The parameters of the URL and, for POST, of the form.</summary>
    internal static async Task<SearchReading<SearchQuery>> QueryAsync(HttpRequest request)
    {
        if (SearchQuery.Parse(request.QueryString.Value) is not SearchReading<SearchQuery>.Accepted { Value: var query } read
            || !HttpMethods.IsPost(request.Method))
            return SearchQuery.Parse(request.QueryString.Value);
        var form = new byte[SearchQuery.LongestQuery + 1];
        var length = await request.Body.ReadAtLeastAsync(form, form.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        return SearchQuery.Parse(Encoding.Latin1.GetString(form, 0, length)) is SearchReading<SearchQuery>.Accepted { Value: var more }
            ? read with { Value = query.And(more) }
            : SearchQuery.Parse(Encoding.Latin1.GetString(form, 0, length));
    }

    private static FhirAnswer.Refused NotSupported(string text) =>
        new(StatusCodes.Status415UnsupportedMediaType, FhirIssue.Error(IssueCode.NotSupported, text));
}
