using System.Data;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
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
    public const int MostDocuments = 100;

    public async Task<SoapAnswer> Answer(HttpContext http, SoapRequest request, CancellationToken cancellation)
    {
        var (caller, asked) = (http.Caller(), RetrieveDocumentSet.Read(request.Body));
        IReadOnlyList<RegistryError> wrong = asked.Requests.Count > MostDocuments
            ? [new(RegistryErrorCode.RepositoryOutOfResources, $"More than {MostDocuments} documents are asked for at once.")]
            : [.. asked.Errors.Where(error => error.Severity == Severity.Error)];
        if (wrong.Count > 0)
        {
            await ScopeCheck.RefusedAsync(http, Transaction.Iti43, wrong[0].Code);
            return RetrieveDocumentSetResponse.Write([], wrong);
        }
        try
        {
            await using var session = await store.OpenSession(cancellation);
            var visible = (await DocumentVisibility.Visible(
                    session, caller, [.. asked.Requests.Select(one => one.DocumentUniqueId)], cancellation))
                .ToDictionary(one => one.UniqueId, StringComparer.Ordinal);
            var documents = new List<RetrievedDocument>();
            var errors = new List<RegistryError>();
            foreach (var one in asked.Requests)
            {
                if (Misdirected(caller, one) is { } elsewhere)
                    errors.Add(elsewhere);
                else if (visible.TryGetValue(one.DocumentUniqueId, out var document))
                    documents.Add(new RetrievedDocument(one, "application/dicom", (target, stop) => Copy(document, target, stop)));
                else
                    errors.Add(new RegistryError(
                        RegistryErrorCode.DocumentUniqueId, "There is no such document.", Location: one.DocumentUniqueId));
            }
            Tell(session, caller, [.. documents.Select(document => visible[document.Request.DocumentUniqueId])], errors);
            await session.SaveChangesAsync(cancellation);
            return RetrieveDocumentSetResponse.Write(documents, errors);
        }
        catch (StoreUnavailableException)
        {
            return Failed(RegistryErrorCode.RepositoryBusy, "The store does not answer; try again.");
        }
    }

    private static RegistryError? Misdirected(Caller caller, DocumentRequest one)
    {
        var file = caller.Domain.File;
        if (one.HomeCommunityId is { } home && !(HomeCommunityId.TryParse(home, out var named)
                && HomeCommunityId.TryParse(file.HomeCommunityId, out var own) && named == own))
            return new RegistryError(RegistryErrorCode.UnknownCommunity, "This node is another community.", Location: one.DocumentUniqueId);
        return one.RepositoryUniqueId == file.RepositoryUniqueId
            ? null
            : new RegistryError(RegistryErrorCode.UnknownRepositoryId, "This node is another repository.", Location: one.DocumentUniqueId);
    }

    private static void Tell(DocumentSession session, Caller caller, IReadOnlyList<VisibleDocument> shown, List<RegistryError> errors)
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
        await using var session = await store.OpenSession(cancellation);
        await using var row = await session.ReadAsync(
            $"select content from registry.document_content where unique_id = {document.UniqueId} and hash = {document.Hash}",
            CommandBehavior.SequentialAccess, cancellation);
        await row.ReadAsync(cancellation);
        await using var content = row.GetStream(0);
        await content.CopyToAsync(target, cancellation);
    }

    private static SoapAnswer Failed(string code, string text) => RetrieveDocumentSetResponse.Write([], [new RegistryError(code, text)]);
}
