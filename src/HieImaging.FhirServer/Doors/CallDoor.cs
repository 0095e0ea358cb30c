using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Search;
using HieImaging.FhirServer.Answering;
using HieImaging.FhirServer.Declaring;
using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Doors;

/// <summary>Creates, updates and operations: the call is read and checked here, what it does is the room's.</summary>
internal sealed class CallDoor(FhirDoorOptions options)
{
    /// <summary>A call whose body is a resource of the type (null: any).</summary>
    internal async Task WithBodyAsync(
        HttpContext http, string? type, Func<FhirCall, CancellationToken, Task<FhirAnswer>> answer, string? profile = null)
    {
        if (await HeadAsync(http) is not { } call)
            return;
        var kept = KeptBody.Of(http.Request);
        var (resource, refusal) = await BodyReading.ResourceAsync(http.Request, options.Bounds, type, profile);
        if (refusal is null && call.Id is not null && resource!.Id != call.Id)
            refusal = new(
                StatusCodes.Status400BadRequest,
                FhirIssue.Error(IssueCode.Invalid, "The resource's id is not the id in the URL.", type + ".id"));
        if (refusal is null)
            call = call with { Resource = resource, Received = kept.Content(http.Request), ReceivedType = TypeOf(http.Request) };
        await ResourceAnswer.WriteAsync(http, refusal ?? await OfRoomAsync(call, answer), options.PublicBase());
    }

    // The body's own name of its format; application/json is FHIR's JSON here.
    private static string TypeOf(HttpRequest request) =>
        request.ContentType?.Contains("xml", StringComparison.OrdinalIgnoreCase) == true ? "application/fhir+xml" : "application/fhir+json";

    /// <summary>A call with its parameters in the query.</summary>
    internal async Task WithQueryAsync(HttpContext http, Func<FhirCall, CancellationToken, Task<FhirAnswer>> answer)
    {
        if (await HeadAsync(http) is { } call)
            await ResourceAnswer.WriteAsync(http, await OfRoomAsync(call, answer), options.PublicBase());
    }

    private static async Task<FhirAnswer> OfRoomAsync(FhirCall call, Func<FhirCall, CancellationToken, Task<FhirAnswer>> answer)
    {
        var answered = await answer(call, call.Http.RequestAborted);
        Audited.Mark(call.Http);
        return answered;
    }

    /// <summary>The call without its body; null where it was refused already.</summary>
    private static async Task<FhirCall?> HeadAsync(HttpContext http)
    {
        var versions = FhirHeaders.Versions(http.Request.Headers.IfMatch);
        if (versions is { Count: not 1 })
        {
            await OutcomeAnswer.WriteAsync(http, StatusCodes.Status400BadRequest,
                FhirIssue.Error(IssueCode.Invalid, "If-Match names one version: W/\"3\"."));
            return null;
        }
        switch (SearchQuery.Parse(http.Request.QueryString.Value))
        {
            case SearchReading<SearchQuery>.Accepted { Value: var query }:
                return new FhirCall
                {
                    Http = http,
                    Query = new([.. query.Terms.Where(term => term.Name is not ("_format" or "_pretty"))]),
                    Id = http.Request.RouteValues["id"] as string,
                    IfMatch = versions?[0],
                };
            case SearchReading<SearchQuery>.Refused refused:
                await OutcomeAnswer.WriteAsync(http, StatusCodes.Status400BadRequest, refused.Issue);
                return null;
            default:
                return null;
        }
    }
}
