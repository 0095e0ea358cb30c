using System.Diagnostics;
using System.Text;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;
using HieImaging.FhirServer.Answering;
using HieImaging.FhirServer.Declaring;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HieImaging.FhirServer.Doors;

/// <summary>The edge of the FHIR doors: formats are agreed on before anything is read, and whatever escapes a handler becomes an
/// OperationOutcome that tells nothing of the inside.</summary>
internal sealed partial class FhirEdge(FhirDoorOptions options, ILogger logger)
{
    /// <summary>The handler under the edge; <paramref name="path"/> is compared letter for letter, for FHIR's types are case-sensitive and
    /// routes are not.</summary>
    /// <param name="negotiated">False: the handler agrees on the format itself.</param>
    internal RequestDelegate Guard(string path, RequestDelegate answer, bool negotiated = true) => async http =>
    {
        http.Response.OnStarting(() => TellAsync(http));
        try
        {
            if (!http.Request.Path.Value!.StartsWith(path, StringComparison.Ordinal))
                await OutcomeAnswer.WriteAsync(http, StatusCodes.Status404NotFound,
                    FhirIssue.Error(IssueCode.NotSupported, "There is no such address here."));
            else if (http.Request.QueryString.Value is { Length: > 8 * 1024 })
                await OutcomeAnswer.WriteAsync(http, StatusCodes.Status414UriTooLong,
                    FhirIssue.Error(IssueCode.TooLong, "The URL is longer than 8 KiB."));
            else if (negotiated && Negotiation.Refusal(http.Request) is { } refusal)
                await OutcomeAnswer.WriteAsync(http, StatusCodes.Status406NotAcceptable, refusal);
            else if (negotiated && Negotiation.Agree(http.Request) == FhirFormat.Xml)
                await XmlAnswer.ConvertAsync(http, answer);
            else
                await answer(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller left.
        }
        catch (Exception fault)
        {
            await RefuseAsync(http, fault);
        }
    };

    // Before the first byte of a refusal that nobody has audited yet.
    private Task TellAsync(HttpContext http) =>
        http.Response.StatusCode is >= 400 and < 500 && !Audited.Is(http)
        && http.GetEndpoint()?.Metadata.GetOrderedMetadata<Transaction>() is [{ Scope: not null } transaction, ..]
            ? options.Refused(http, transaction, http.Response.StatusCode)
            : Task.CompletedTask;

    private async Task RefuseAsync(HttpContext http, Exception fault)
    {
        var (status, issue) = Refusal(http, fault);
        if (status == StatusCodes.Status500InternalServerError)
            Fault(logger, fault.GetType().FullName, new StackTrace(fault).ToString());
        if (http.Response.HasStarted)
        {
            http.Abort();                                      // a cut Bundle must not look whole
            return;
        }
        http.Response.Clear();
        if (status == StatusCodes.Status503ServiceUnavailable)
            http.Response.Headers.RetryAfter = "5";
        await OutcomeAnswer.WriteAsync(http, status, issue);
    }

    private static (int Status, FhirIssue Issue) Refusal(HttpContext http, Exception fault) => fault switch
    {
        UnstorableContentException => (400, FhirIssue.Error(IssueCode.Value, "A value that was sent cannot be kept or compared.")),
        DecoderFallbackException or InvalidDataException =>
            (400, FhirIssue.Error(IssueCode.Structure, "The body is not encoded as its headers say.")),
        BadHttpRequestException { StatusCode: 503 } =>
            (503, FhirIssue.Error(IssueCode.Throttled, "The node has no room for this body now; come again.")),
        BadHttpRequestException bad =>
            (bad.StatusCode, bad.StatusCode switch
            {
                413 => FhirIssue.Error(IssueCode.TooLong, "The body is longer than this door takes."),
                408 => FhirIssue.Error(IssueCode.Timeout, "The body came too slowly."),
                _ => FhirIssue.Error(IssueCode.Structure, "The request is malformed or was cut off."),
            }),
        ConcurrencyException => (409, FhirIssue.Error(IssueCode.Conflict, "Somebody else changed the same resource; read it again.")),
        // R4 3.1.1.5.6 leaves it to the server what it finds too much; the same search would be it again
        TooCostlyException when IsSearch(http) =>
            (422, FhirIssue.Error(IssueCode.TooCostly, "The search takes too long to answer; ask for less.")),
        StoreUnavailableException => (503, FhirIssue.Error(IssueCode.Transient, "The exchange cannot answer now; try again.")),
        _ => (500, FhirIssue.Error(IssueCode.Exception, "The exchange made a mistake; it is logged.")),
    };

    private static bool IsSearch(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetOrderedMetadata<Transaction>() is [{ Audit: AuditAction.Query }, ..];

    // Type and place only: a message may hold a value.
    [LoggerMessage(2101, LogLevel.Error, "A FHIR request failed with {Fault} at {Place}")]
    private static partial void Fault(ILogger logger, string? fault, string place);
}
