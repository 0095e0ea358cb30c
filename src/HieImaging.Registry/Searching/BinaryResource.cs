using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;
using HieImaging.FhirServer.Answering;
using HieImaging.FhirServer.Declaring;
using HieImaging.Registry.Documents;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;
using HieImaging.Wire.Multipart;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Registry.Searching;

/// <summary>
/// Binary (ITI-68): a document's exact bytes under its own media type, for whom ITI-43 would give them. The audit commits first, the bytes
/// follow (principle 8); absent and forbidden are one 404.
/// </summary>
internal static class BinaryResource
{
    public static readonly ResourceDeclaration Declaration = new()
    {
        Type = "Binary",
        From = DocumentReferenceResource.Entries,
        Alias = $"entry",
        Visible = http => DocumentVisibility.Of(http.Caller()),
        Audit = DocumentReferenceResource.Tell,
        Searchable = false,
        ReadTransaction = Transaction.Iti68,
        OwnRead = AnswerAsync,
    };

    private sealed record Document(string UniqueId, string Hash, string Custodian, string? MimeType, string? Patient, string? StudyUid);

    private static async Task AnswerAsync(HttpContext http)
    {
        var (caller, cancellation) = (http.Caller(), http.RequestAborted);
        await using var session = await http.RequestServices.GetRequiredService<Store>().OpenSession(cancellation);
        if (await FindAsync(session, caller, http.Request.RouteValues["id"] as string ?? "", cancellation) is not { } document)
        {
            await RefuseAsync(http, StatusCodes.Status404NotFound, IssueCode.NotFound, "There is no such document.");
            return;
        }
        var type = MediaType.TryParse(document.MimeType, out _) ? document.MimeType! : "application/octet-stream";
        if (!Accepts(http.Request, type))
        {
            await RefuseAsync(http, StatusCodes.Status406NotAcceptable, IssueCode.NotSupported,
                "The document is answered as it is, in its own media type.");
            return;
        }
        AuditTrail.Append(session, AuditRecord.For(caller, Transaction.Iti68) with
        {
            Entity = document.UniqueId, Custodian = document.Custodian, Patient = document.Patient, StudyInstanceUid = document.StudyUid,
            Rule = StudyPolicy.Rule(caller),
        });
        await session.SaveChangesAsync(cancellation);
        await CopyAsync(http, document, type);
    }

    private static Task<Document?> FindAsync(DocumentSession session, Caller caller, string id, CancellationToken cancellation) =>
        session.FirstOrDefaultAsync($"""
            select entry.unique_id, entry.hash, entry.custodian, entry.said ->> 'mimeType', spoken.source, spoken.study_uid
            from {DocumentReferenceResource.Entries}
            left join lateral (select told.source, told.study_uid from registry.study_manifest told
                               where told.document_entry = entry.entry_uuid limit 1) spoken on true
            where entry.id = {id} and not entry.deleted and ({DocumentVisibility.Of(caller)})
              and exists (select from registry.document_content here where here.unique_id = entry.unique_id and here.hash = entry.hash)
            """,
            row => new Document(
                row.GetString(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3),
                row.IsDBNull(4) ? null : row.GetString(4), row.IsDBNull(5) ? null : row.GetString(5)),
            cancellation);

    private static async Task CopyAsync(HttpContext http, Document document, string type)
    {
        var store = http.RequestServices.GetRequiredService<Store>();
        await foreach (var (length, piece) in KeptDocument.ReadAsync(store, document.UniqueId, document.Hash, http.RequestAborted))
        {
            if (!http.Response.HasStarted)
            {
                http.Response.ContentLength = length;
                http.Response.ContentType = type;
                http.Response.Headers.CacheControl = "no-store";
                http.Response.Headers.XContentTypeOptions = "nosniff";
                http.Response.Headers.ContentDisposition = "attachment";
            }
            await http.Response.Body.WriteAsync(piece, http.RequestAborted);
        }
    }

    // Whoever names types wants one of them: ours, a star, or anything at all.
    private static bool Accepts(HttpRequest request, string type) => request.Headers.Accept.ToString() is var accept
        && (accept.Length == 0 || accept.Split(',').Select(range => range.Split(';')[0].Trim()).Any(range =>
            range is "*/*" or "application/octet-stream" || range.Equals(type.Split(';')[0].Trim(), StringComparison.OrdinalIgnoreCase)
            || (range.EndsWith("/*", StringComparison.Ordinal) && type.StartsWith(range[..^1], StringComparison.OrdinalIgnoreCase))));

    private static Task RefuseAsync(HttpContext http, int status, string code, string text) =>
        OutcomeAnswer.Refusal(http, status, code, text);
}
