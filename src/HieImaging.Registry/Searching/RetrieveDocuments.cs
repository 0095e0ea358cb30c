using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Registry.Documents;
using HieImaging.Trust.Admission;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Retrieving;
using HieImaging.Xds.Soap;
using Microsoft.AspNetCore.Http;

namespace HieImaging.Registry.Searching;

/// <summary>
/// ITI-43: manifests by uniqueId, byte for byte, for callers that may see them. The audit commits first, the bytes follow (principle 8).
/// </summary>
internal sealed class RetrieveDocuments(Store store)
{
    internal static readonly RegistryError Busy = new(RegistryErrorCode.RepositoryBusy, "The store does not answer; try again.");

    public async Task<SoapAnswer> Answer(HttpContext http, SoapRequest request, CancellationToken cancellation)
    {
        var (caller, asked) = (http.Caller(), RetrieveDocumentSet.Read(request.Body));
        if (RetrieveDecision.Refusal(asked) is { } refusal)
        {
            await ScopeCheck.RefusedAsync(http, Transaction.Iti43, refusal.Code);
            return RetrieveDocumentSetResponse.Write([], [refusal]);
        }
        try
        {
            await using var session = await store.OpenSession(cancellation);
            var visible = await DocumentVisibility.Visible(
                session, caller, [.. asked.Requests.Select(one => one.DocumentUniqueId)], cancellation);
            var (given, errors) = RetrieveDecision.On(caller.Domain, asked.Requests, visible);
            Tell(session, caller, [.. given.Select(one => one.Document)], errors);
            await session.SaveChangesAsync(cancellation);
            return RetrieveDocumentSetResponse.Write(
                [.. given.Select(one => new RetrievedDocument(
                    one.Request, one.Document.MimeType ?? "application/dicom", (target, stop) => Copy(one.Document, target, stop)))],
                errors);
        }
        catch (StoreUnavailableException)
        {
            return RetrieveDocumentSetResponse.Write([], [Busy]);
        }
    }

    private static void Tell(
        DocumentSession session, Caller caller, IReadOnlyList<VisibleDocument> shown, IReadOnlyList<RegistryError> errors)
    {
        var record = AuditRecord.For(caller, Transaction.Iti43);
        foreach (var document in shown.DistinctBy(one => one.UniqueId))
            AuditTrail.Append(session, record with
            {
                Entity = document.UniqueId,
                Custodian = document.Custodian,
                Patient = document.Patient,
                StudyInstanceUid = document.StudyUid,
            });
        if (shown.Count == 0)
            AuditTrail.Append(session, record with { Outcome = AuditOutcome.Refused, Code = errors.Count > 0 ? errors[0].Code : null });
    }

    private async Task Copy(VisibleDocument document, Stream target, CancellationToken cancellation)
    {
        await foreach (var (_, piece) in KeptDocument.ReadAsync(store, document.UniqueId, document.Hash, cancellation))
            await target.WriteAsync(piece, cancellation);
    }
}
