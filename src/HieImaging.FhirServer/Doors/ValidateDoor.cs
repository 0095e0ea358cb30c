using HieImaging.Fhir.Json;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Validation;
using HieImaging.FhirServer.Answering;
using HieImaging.FhirServer.Declaring;
using HieImaging.FhirServer.Reading;
using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Doors;

/// <summary><c>[type]/$validate</c> and <c>[type]/[id]/$validate</c> (R4, Resource-validate): the verdict on a resource that is sent, alone or
/// in Parameters, or on the stored one. What could be judged is 200, however bad; nothing that was sent is kept.</summary>
internal sealed class ValidateDoor(ResourceDeclaration declaration, ReadInteraction interaction, FhirBounds bounds)
{
    internal async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.Query.Keys.FirstOrDefault(name => name is not ("profile" or "mode" or "_format" or "_pretty")) is not null)
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest,
                FhirIssue.Error(IssueCode.NotSupported, "The operation takes profile and mode."));
            return;
        }
        var asked = ValidationCall.OfQuery(http.Request.Query);
        FhirReading? reading = null;
        if (HttpMethods.IsPost(http.Request.Method) && http.Request.ContentLength != 0)
        {
            (reading, var refusal) = await BodyReading.ReadAsync(http.Request, bounds);
            if (refusal is not null)
            {
                await OutcomeAnswer.WriteAsync(http, refusal.Status, refusal.Issues);
                return;
            }
        }
        switch (reading)
        {
            case FhirReading.Refused { IsVerdict: false } refused:
                await OutcomeAnswer.WriteAsync(http, refused.Status, refused.Issues);
                break;
            case FhirReading.Refused refused:
                await TellAsync(http, ValidationCall.OfInner(refused.Issues, declaration.Type));
                break;
            case FhirReading.Accepted { Resource: { Type: "Parameters" } parameters } when declaration.Type != "Parameters":
                await JudgeAsync(http, asked.And(parameters.Root));
                break;
            case FhirReading.Accepted { Resource: var resource }:
                await JudgeAsync(http, asked with { Resource = resource });
                break;
            default:
                await JudgeAsync(http, asked);
                break;
        }
    }

    private async Task JudgeAsync(HttpContext http, ValidationCall asked)
    {
        if (asked.Problem is { } problem)
            await RefuseAsync(http, StatusCodes.Status400BadRequest, problem);
        else if (asked.Mode == "delete")
            await TellAsync(http, [FhirIssue.Error(IssueCode.NotSupported, "Nothing is deleted through this door.", "mode")]);
        else if (asked.Resource is { } resource)
            await TellAsync(http, Verdict(http, resource, asked));
        else
            await JudgeStoredAsync(http, asked);
    }

    private async Task JudgeStoredAsync(HttpContext http, ValidationCall asked)
    {
        if (!http.Request.RouteValues.ContainsKey("id"))
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest,
                FhirIssue.Error(IssueCode.Required, "There is no resource to validate.", "resource"));
            return;
        }
        using var found = ReadDoor.Id(http) is { } id ? await interaction.ReadAsync(http, id, null) : null;
        if (found is null || found.Deleted)
        {
            await RefuseAsync(http, StatusCodes.Status404NotFound, FhirIssue.Error(IssueCode.NotFound, "There is no such resource."));
            return;
        }
        Audited.Mark(http);
        await TellAsync(http, FhirJson.Read(found.Body) switch
        {
            FhirReading.Accepted { Resource: var resource } => Verdict(http, resource, asked),
            FhirReading.Refused refused => refused.Issues,
            _ => [],
        });
    }

    private List<FhirIssue> Verdict(HttpContext http, FhirResource resource, ValidationCall asked)
    {
        var issues = new List<FhirIssue>();
        if (resource.Type != declaration.Type)
            issues.Add(FhirIssue.Error(IssueCode.Invalid, $"The resource is no {declaration.Type}.", resource.Type));
        if (http.Request.RouteValues["id"] is string id && resource.Id != id)
            issues.Add(FhirIssue.Error(IssueCode.Invalid, "The resource's id is not the id in the URL.", resource.Type + ".id"));
        if (asked.Mode == "profile" && asked.Profiles.Count == 0)
            issues.Add(FhirIssue.Error(IssueCode.Required, "In this mode a profile is named.", "profile"));
        var profiles = asked.Profiles.Select(ProfileTables.Find).OfType<Profile>().ToList();
        if (profiles.Count < asked.Profiles.Count)
            issues.Add(FhirIssue.Error(IssueCode.NotFound, "A profile that was asked for is not held here.", "profile"));
        issues.AddRange(Validator.Validate(resource, profiles));
        return issues;
    }

    private static Task TellAsync(HttpContext http, IReadOnlyList<FhirIssue> issues) =>
        OutcomeAnswer.WriteAsync(http, StatusCodes.Status200OK, issues);

    private static Task RefuseAsync(HttpContext http, int status, FhirIssue issue) => OutcomeAnswer.WriteAsync(http, status, issue);
}
