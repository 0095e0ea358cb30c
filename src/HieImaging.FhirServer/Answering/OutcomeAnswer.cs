using HieImaging.Fhir.Outcomes;
using HieImaging.Wire.Doors;
using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Answering;

/// <summary>Refusals in FHIR's words: an OperationOutcome.</summary>
public static class OutcomeAnswer
{
    /// <summary>For the gate: metadata of every FHIR endpoint.</summary>
    public static RefusalWriter Refusal { get; } = (http, status, code, text) => WriteAsync(http, status, FhirIssue.Error(code, text));

    internal static Task WriteAsync(HttpContext http, int status, FhirIssue issue) => WriteAsync(http, status, [issue]);

    internal static async Task WriteAsync(HttpContext http, int status, IReadOnlyList<FhirIssue> issues)
    {
        FhirHeaders.Content(http, status);
        var body = OperationOutcome.Write([.. issues]);
        if (Negotiation.Agree(http.Request) == FhirFormat.Xml && !XmlAnswer.IsPending(http))
        {
            await XmlAnswer.SendAsync(http, body);                             // the gate's refusals do not pass the edge
            return;
        }
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }
}
