using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Registry.Registering;
using HieImaging.Registry.Submitting;
using HieImaging.Trust.Callers;
using HieImaging.Xds.Responses;
using Microsoft.AspNetCore.Http;

namespace HieImaging.Registry.Receiving;

/// <summary>STOW-RS of key objects (PS3.18 10.5): each is a submission of its own, answered when it is found at every door.</summary>
internal sealed class StoreKeyObjects(Store store, RegisterSubmission registry)
{
    private const int MostParts = 64;

    private static readonly RegistryError OtherStudy = new(
        RegistryErrorCode.UnresolvedReference, "The key object is not of the study in the address.");

    public async Task Answer(HttpContext http)
    {
        var (caller, cancellation) = (http.Caller(), http.RequestAborted);
        if (CustodianOf(http, caller) is not { } custodian)
        {
            await Refusals.Write(http, StatusCodes.Status403Forbidden, "forbidden", "The caller does not act for this custodian.");
            return;
        }
        StudyInstanceUid? study = null;
        if (http.Request.RouteValues["study"] is string text)
        {
            if (!StudyInstanceUid.TryParse(text, out var named))
            {
                await Refusals.Write(http, StatusCodes.Status400BadRequest, "value", "The address names no Study Instance UID.");
                return;
            }
            study = named;
        }
        using var parts = KeyObjectParts.Open(http.Request, MostParts);
        if (parts is null)
        {
            await Refusals.Write(
                http, StatusCodes.Status415UnsupportedMediaType, "not-supported", "The body is multipart/related of application/dicom.");
            return;
        }
        var stored = new List<StoredKeyObject>();
        while (await KeyObjectParts.Next(parts, cancellation) is { } content)
            stored.Add(await Register(caller, custodian, study, content, cancellation));
        if (stored.Count == 0)
            await Refusals.Write(http, StatusCodes.Status400BadRequest, "required", "The body has no part.");
        else
            await StoreAnswer.Write(http, stored);
    }

    private async Task<StoredKeyObject> Register(
        Caller caller, Participant custodian, StudyInstanceUid? study, byte[] content, CancellationToken cancellation)
    {
        SubmissionDecision decision;
        IncomingSubmission? incoming = null;
        try
        {
            decision = await Attempts.Run(store, session =>
            {
                incoming = KeyObjectSubmission.Of(Transaction.Rad108, caller, custodian, content, session.Now);
                return OfStudy(incoming, study)
                    ? registry.Register(session, incoming, cancellation)
                    : Task.FromResult<SubmissionDecision>(registry.Refuse(session, incoming, OtherStudy));
            }, cancellation);
        }
        catch (Exception failure) when (incoming is not null && StoreFailures.RefusalOf(failure) is { } error)
        {
            await Attempts.Run(store, session => Task.FromResult(registry.Refuse(session, incoming!, error)), cancellation);
            return StoredKeyObject.Failed(content, FailureReason.CannotUnderstand);
        }
        return decision is SubmissionDecision.Refused refused
            ? StoredKeyObject.Failed(content, FailureReasons.Of(incoming!, refused))
            : StoredKeyObject.Stored(content, decision is SubmissionDecision.Accepted { Warnings.Count: > 0 });
    }

    // PS3.18 10.5.1: with a study in the address, only objects of that study are stored; an unreadable one is refused for what it is
    private static bool OfStudy(IncomingSubmission incoming, StudyInstanceUid? study) =>
        study is null || incoming.Documents[0].Manifests is not [var first, ..] || first.OwnStudy == study || first.Study.Uid == study;

    private static Participant? CustodianOf(HttpContext http, Caller caller) => http.Request.RouteValues["custodian"] is string named
        ? caller.ActsFor(named) ? caller.Domain.Participant(named) : null
        : caller.Participant;
}
