using HieImaging.AffinityDomain.Identifiers;
using HieImaging.AffinityDomain.Participants;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Registry.Registering;
using HieImaging.Registry.Submitting;
using HieImaging.Trust.Callers;
using HieImaging.Xds.Responses;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace HieImaging.Registry.Receiving;

/// <summary>STOW-RS of key objects (PS3.18 10.5): each is a submission of its own, answered when it is found at every door.</summary>
internal sealed class StoreKeyObjects(Store store, RegisterSubmission registry, IOptions<SubmittingOptions> options)
{
    private static readonly RegistryError OtherStudy = new(
        RegistryErrorCode.UnresolvedReference, "The key object is not of the study in the address.");

    public async Task Answer(HttpContext http)
    {
        var (caller, cancellation) = (http.Caller(), http.RequestAborted);
        if (CustodianOf(http, caller) is not { } custodian)
        {
            await Refuse(http, StatusCodes.Status403Forbidden, "forbidden", "The caller does not act for this custodian.");
            return;
        }
        StudyInstanceUid? study = null;
        if (http.Request.RouteValues["study"] is string text)
        {
            if (!StudyInstanceUid.TryParse(text, out var named))
            {
                await Refuse(http, StatusCodes.Status400BadRequest, "value", "The address names no Study Instance UID.");
                return;
            }
            study = named;
        }
        using var parts = KeyObjectParts.Open(http.Request, options.Value, options.Value.Parts, options.Value.PartsBytes);
        if (parts is null)
        {
            await Refuse(
                http, StatusCodes.Status415UnsupportedMediaType, "not-supported", "The body is multipart/related of application/dicom.");
            return;
        }
        var contents = new List<byte[]>();                   // a body that breaks off is refused whole: nothing of it is stored
        while (await parts.Next(cancellation) is { } content)
            contents.Add(content);
        if (contents.Count == 0)
        {
            await Refuse(http, StatusCodes.Status400BadRequest, "required", "The body has no part.");
            return;
        }
        var stored = new List<StoredKeyObject>();
        foreach (var content in contents)
            stored.Add(await Register(caller, custodian, study, content, cancellation));
        await StoreAnswer.Write(http, stored);
    }

    private static Task Refuse(HttpContext http, int status, string code, string text) =>
        Refusals.Tell(http, Transaction.Rad108, status, code, text);

    private async Task<StoredKeyObject> Register(
        Caller caller, Participant custodian, StudyInstanceUid? study, byte[] content, CancellationToken cancellation)
    {
        SubmissionDecision decision;
        IncomingSubmission? incoming = null;
        try
        {
            decision = await Attempts.Run(store, session =>
            {
                incoming = KeyObjectSubmission.Of(Transaction.Rad108, caller, custodian, content, options.Value.KeyObject, session.Now);
                return OfStudy(incoming, study)
                    ? registry.Register(session, incoming, cancellation)
                    : Task.FromResult<SubmissionDecision>(registry.Refuse(session, incoming, OtherStudy));
            }, cancellation);
        }
        catch (Exception failure) when (incoming is not null && StoreFailures.RefusalOf(failure) is { } error)
        {
            await Attempts.Run(store, session => Task.FromResult(registry.Refuse(session, incoming!, error)), cancellation);
            return StoredKeyObject.Failed(incoming!, FailureReasons.Of(error));
        }
        return decision is SubmissionDecision.Refused refused
            ? StoredKeyObject.Failed(incoming!, FailureReasons.Of(incoming!, refused))
            : StoredKeyObject.Stored(incoming!, decision is SubmissionDecision.Accepted { Warnings.Count: > 0 });
    }

    // PS3.18 10.5.1: with a study in the address, only objects of that study are stored; an unreadable one is refused for what it is
    private static bool OfStudy(IncomingSubmission incoming, StudyInstanceUid? study) =>
        study is null || incoming.Documents[0].Manifests is not [var first, ..] || first.OwnStudy == study || first.Study.Uid == study;

    private static Participant? CustodianOf(HttpContext http, Caller caller) => http.Request.RouteValues["custodian"] is string named
        ? caller.ActsFor(named) ? caller.Domain.Participant(named) : null
        : caller.Participant;
}
