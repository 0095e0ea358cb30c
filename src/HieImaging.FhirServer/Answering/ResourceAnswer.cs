using HieImaging.FhirServer.Declaring;
using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Answering;

/// <summary>Answers that are one resource.</summary>
internal static class ResourceAnswer
{
    internal static async Task WriteAsync(HttpContext http, int status, ReadOnlyMemory<byte> body)
    {
        FhirHeaders.Content(http, status);
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    internal static async Task WriteAsync(HttpContext http, FhirAnswer answer, string publicBase)
    {
        switch (answer)
        {
            case FhirAnswer.Refused refused:
                await OutcomeAnswer.WriteAsync(http, refused.Status, refused.Issues);
                break;
            case FhirAnswer.Result result:
                await WriteAsync(http, StatusCodes.Status200OK, result.Body);
                break;
            case FhirAnswer.Kept kept:
                await OutcomeAnswer.WriteAsync(http, StatusCodes.Status202Accepted, kept.Issue);
                break;
            case FhirAnswer.Deleted deleted:
                FhirHeaders.Version(http, deleted.Version, deleted.LastUpdated);
                http.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            case FhirAnswer.Stored stored:
                FhirHeaders.Version(http, stored.Version, stored.LastUpdated);
                if (stored.Created)
                    http.Response.Headers.Location = $"{publicBase}/{stored.Type}/{stored.Id}/_history/{stored.Version}";
                await WriteAsync(
                    http,
                    stored.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK,
                    Preference.ReturnMinimal(http.Request) ? default : stored.Body);
                break;
        }
    }
}
