using HieImaging.AffinityDomain.Transactions;
using HieImaging.Fhir.Outcomes;
using HieImaging.FhirServer.Answering;
using HieImaging.FhirServer.Declaring;
using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Doors;

/// <summary>
/// What R4 knows and this node does not do: writing a type that only the operator or another transaction writes, deleting, batches. Asked
/// like any door: without the scope 403, a body that is no sound resource 400, and what is left is this node's rule (422; 405 for DELETE,
/// R4 3.1.0.7.1). Each is audited, nothing is kept (docs/decisions/0023).
/// </summary>
internal sealed class NotOffered(FhirDoorOptions options)
{
    /// <summary>The interactions that the type lacks: transaction, method, path.</summary>
    internal IEnumerable<(Transaction Transaction, string Method, string Path, RequestDelegate Answer)> Of(ResourceDeclaration declaration)
    {
        var type = declaration.Type;
        var (create, update, delete) = (Transaction.Fhir(type, FhirInteraction.Create), Transaction.Fhir(type, FhirInteraction.Update),
            Transaction.Fhir(type, FhirInteraction.Delete));
        if (declaration.Create is null)
            yield return (create, "POST", $"/{type}", http => WrittenAsync(http, type));
        if (declaration.Update is null)
            yield return (update, "PUT", $"/{type}/{{id}}", http => WrittenAsync(http, type));
        if (declaration.ConditionalUpdate is null)
            yield return (update, "PUT", $"/{type}", http => WrittenAsync(http, type));
        yield return (update, "PATCH", $"/{type}", http => RefuseAsync(http, type));
        yield return (update, "PATCH", $"/{type}/{{id}}", http => RefuseAsync(http, type));
        if (declaration.ConditionalDelete is null)
            yield return (delete, "DELETE", $"/{type}", http => DeletedAsync(http, type));
        yield return (delete, "DELETE", $"/{type}/{{id}}", http => DeletedAsync(http, type));
    }

    /// <summary>Batches and transactions, <c>POST [base]</c>.</summary>
    internal async Task BundleAsync(HttpContext http)
    {
        var (bundle, refusal) = await BodyReading.ResourceAsync(http.Request, options.Bounds, "Bundle");
        if (refusal is not null)
            await OutcomeAnswer.WriteAsync(http, refusal.Status, refusal.Issues);
        else if (bundle!.Root.TryGetProperty("entry", out var entries) && entries.GetArrayLength() > options.Bounds.Entries)
            await OutcomeAnswer.WriteAsync(http, StatusCodes.Status422UnprocessableEntity,
                FhirIssue.Error(IssueCode.TooCostly, $"A Bundle has at most {options.Bounds.Entries} entries.", "Bundle.entry"));
        else
            await OutcomeAnswer.WriteAsync(http, StatusCodes.Status422UnprocessableEntity,
                FhirIssue.Error(IssueCode.BusinessRule, "This node takes no batches and no transactions.", "Bundle.type"));
    }

    /// <summary>An operation that is called by the other method (RFC 9110 15.5.6).</summary>
    internal static Task MethodAsync(HttpContext http, FhirOperation operation)
    {
        http.Response.Headers.Allow = string.Join(", ", operation.Methods);
        return OutcomeAnswer.WriteAsync(http, StatusCodes.Status405MethodNotAllowed, FhirIssue.Error(
            IssueCode.NotSupported, $"{operation.Name} is called by {string.Join(" or ", operation.Methods)}."));
    }

    private async Task WrittenAsync(HttpContext http, string type)
    {
        var (_, refusal) = await BodyReading.ResourceAsync(http.Request, options.Bounds, type);
        if (refusal is not null)
            await OutcomeAnswer.WriteAsync(http, refusal.Status, refusal.Issues);
        else
            await RefuseAsync(http, type);
    }

    private static Task RefuseAsync(HttpContext http, string type) => OutcomeAnswer.WriteAsync(http, StatusCodes.Status422UnprocessableEntity,
        FhirIssue.Error(IssueCode.BusinessRule, $"A {type} is not written this way here; the CapabilityStatement says what is."));

    private static Task DeletedAsync(HttpContext http, string type) => OutcomeAnswer.WriteAsync(http, StatusCodes.Status405MethodNotAllowed,
        FhirIssue.Error(IssueCode.NotSupported, $"A {type} is not deleted here."));
}
