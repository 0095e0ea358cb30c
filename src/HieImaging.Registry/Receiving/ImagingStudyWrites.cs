using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;
using HieImaging.FhirServer.Declaring;
using HieImaging.Manifests.KeyObjects;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Studies;
using HieImaging.Registry.Documents;
using HieImaging.Registry.Registering;
using HieImaging.Registry.Submitting;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Xds.Responses;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Registry.Receiving;

/// <summary>
/// <c>POST /fhir/ImagingStudy</c> and <c>PUT /fhir/ImagingStudy/{id}</c>: the third door for manifests (docs/decisions/0018). The resource
/// is registered as a document by the function of the other two, and answered as the study that all live manifests make. PUT takes the
/// place of what this door registered before; entered-in-error takes it back.
/// </summary>
internal static class ImagingStudyWrites
{
    public static readonly Transaction Create = Transaction.Fhir("ImagingStudy", FhirInteraction.Create);
    public static readonly Transaction Update = Transaction.Fhir("ImagingStudy", FhirInteraction.Update);

    /// <summary>A live document that came by this door.</summary>
    private sealed record Spoken(string Entry, string Hash, string Custodian);

    private sealed record Outcome(FhirAnswer.Refused? Refusal, string? Study, bool Created);

    public static async Task<FhirAnswer> CreateAsync(FhirCall call, CancellationToken cancellation)
    {
        var (caller, services) = (call.Http.Caller(), call.Http.RequestServices);
        var ids = services.GetRequiredService<ResourceIds>();
        if (SubmittedStudy.CustodianOf(call.Resource!.Root, caller, ids) is not { } custodian)
            return await RefuseAsync(call, Create, StatusCodes.Status422UnprocessableEntity, IssueCode.Forbidden,
                "The caller does not act for the custodian that the extension names.", cancellation);
        var study = new SubmittedStudy(call, custodian, ids);
        return await AnswerAsync(call, await RunAsync(call, Create, async session =>
        {
            var incoming = await study.Incoming(session, null, cancellation);
            if (KeyOf(incoming, ids) is { } key
                && await SpokenOf(session, key.Id, [custodian.Id], cancellation) is { } before && before.Hash != incoming.Documents[0].Hash)
                return Refuse(session, caller, Create, StatusCodes.Status409Conflict, IssueCode.Duplicate,
                    $"The custodian has put this study already: ImagingStudy/{key.Id} is changed by PUT.");
            return await RegisterAsync(session, services, incoming, ids, cancellation);
        }, cancellation), cancellation);
    }

    public static async Task<FhirAnswer> UpdateAsync(FhirCall call, CancellationToken cancellation)
    {
        var (caller, services) = (call.Http.Caller(), call.Http.RequestServices);
        var ids = services.GetRequiredService<ResourceIds>();
        return await AnswerAsync(call, await RunAsync(call, Update, async session =>
        {
            var standing = await StandingOf(session, call.Id!, caller, cancellation);
            if (standing is null)
                return Refuse(session, caller, Update, StatusCodes.Status404NotFound, IssueCode.NotFound,
                    "There is no such study of the caller's own.");
            if (call.IfMatch is { } version && version != standing.Version)
                return Refuse(session, caller, Update, StatusCodes.Status412PreconditionFailed, IssueCode.Conflict,
                    "The study has another version.");
            if (await SpokenOf(session, call.Id!, caller.Own, cancellation) is not { } before)
                return Refuse(session, caller, Update, StatusCodes.Status409Conflict, IssueCode.BusinessRule,
                    "The study was published as key objects alone: it is replaced by RAD-68 or withdrawn by ITI-57.");
            var study = new SubmittedStudy(call, caller.Domain.Participant(before.Custodian)!, ids);
            if (IncomingSubmission.HashOf(study.Content) == before.Hash)
                return Repeat(session, caller, call.Id!);
            var incoming = await study.Incoming(session, before.Entry, cancellation);
            if (KeyOf(incoming, ids) is { } key && key.Id != call.Id)
                return Refuse(session, caller, Update, StatusCodes.Status422UnprocessableEntity, IssueCode.BusinessRule,
                    "Study Instance UID, custodian and patient are what makes the id: they do not change.");
            return await RegisterAsync(session, services, incoming, ids, cancellation) with { Study = call.Id };
        }, cancellation), cancellation);
    }

    private static async Task<Outcome> RunAsync(
        FhirCall call, Transaction transaction, Func<DocumentSession, Task<Outcome>> work, CancellationToken cancellation)
    {
        var store = call.Http.RequestServices.GetRequiredService<Store>();
        try
        {
            return await Attempts.Run(store, work, cancellation);
        }
        catch (Exception failure) when (StoreFailures.RefusalOf(failure) is { } error)
        {
            var code = error.Code == RegistryErrorCode.RepositoryOutOfResources ? IssueCode.TooCostly : IssueCode.Value;
            return await Attempts.Run(store, session => Task.FromResult(Refuse(
                session, call.Http.Caller(), transaction, StatusCodes.Status422UnprocessableEntity, code, error.Context)), cancellation);
        }
    }

    private static async Task<Outcome> RegisterAsync(
        DocumentSession session, IServiceProvider services, IncomingSubmission incoming, ResourceIds ids, CancellationToken cancellation)
    {
        var decision = await services.GetRequiredService<RegisterSubmission>().Register(session, incoming, cancellation);
        // somebody else replaced the same document meanwhile: it is looked at again, and If-Match judges the version that there is then
        if (decision is SubmissionDecision.Refused { Errors: var errors }
            && errors.Any(error => error.Code == RegistryErrorCode.DeprecatedDocument))
            throw new ConcurrencyException("The document was replaced meanwhile.");
        if (decision is SubmissionDecision.Refused refused)
            return new(new(StatusCodes.Status422UnprocessableEntity, [.. refused.Errors.Where(error => error.Severity == Severity.Error)
                .Select(error => Issue(incoming, error))]), null, false);
        return new(null, KeyOf(incoming, ids)?.Id, decision is SubmissionDecision.Accepted);
    }

    // What was committed is what is answered: the study as all live manifests make it.
    private static async Task<FhirAnswer> AnswerAsync(FhirCall call, Outcome outcome, CancellationToken cancellation)
    {
        if (outcome.Refusal is { } refusal)
            return refusal;
        await using var session = await call.Http.RequestServices.GetRequiredService<Store>().OpenSession(cancellation);
        var study = await session.FirstOrDefaultAsync(
            $"{StudyDocuments.Select} where study.id = {outcome.Study}", StudyDocuments.Row, cancellation);
        if (study is null || (study.Deleted && call.Id is null))
            return new FhirAnswer.Refused(StatusCodes.Status409Conflict, FhirIssue.Error(
                IssueCode.Conflict, "This resource was sent before, and was replaced or taken back since; a new one says something new."));
        return new FhirAnswer.Stored(
            outcome.Created && call.Id is null, "ImagingStudy", study.Id, study.Version, study.LastUpdated, study.ImagingStudy);
    }

    private static FhirIssue Issue(IncomingSubmission incoming, RegistryError error) =>
        error.Code == RegistryErrorCode.InvalidDocumentContent && incoming.Documents[0].Refusal is { } refusal
            ? FhirIssue.Error(
                refusal.Code is ManifestRefusal.TooMany ? IssueCode.TooCostly : IssueCode.BusinessRule, $"{refusal.Code}: {refusal.Text}")
            : FhirIssue.Error(IssueCode.BusinessRule, $"{error.Code}: {error.Context}");

    private static StudyKey? KeyOf(IncomingSubmission incoming, ResourceIds ids) => incoming.Documents[0].Manifests is [var manifest, ..]
        ? StudyKeys.Of(manifest, AffinityDomain.Identifiers.ParticipantId.Parse(incoming.Custodian.Id), ids)
        : null;

    private static Task<RegisteredStudy?> StandingOf(DocumentSession session, string id, Caller caller, CancellationToken cancellation) =>
        session.FirstOrDefaultAsync(
            $"{StudyDocuments.Select} where study.id = {id} and not study.deleted and study.custodian = any({caller.Own})",
            StudyDocuments.Row, cancellation);

    private static Task<Spoken?> SpokenOf(
        DocumentSession session, string study, IReadOnlyList<string> custodians, CancellationToken cancellation) =>
        session.FirstOrDefaultAsync($"""
            select entry.id, entry.hash, entry.custodian from registry.study_manifest spoken
            join registry.document_entry entry on entry.id = spoken.document_entry and entry.status = {RegistryDocuments.Approved}
            where spoken.study = {study} and spoken.live and entry.custodian = any({custodians})
              and convert_from(entry.body, 'UTF8')::jsonb -> 'formatCode' ->> 'value' = {ImagingStudySubmission.Format.Value}
            order by entry.last_updated desc limit 1
            """, row => new Spoken(row.GetString(0), row.GetString(1), row.GetString(2)), cancellation);

    private static Outcome Repeat(DocumentSession session, Caller caller, string study)
    {
        AuditTrail.Append(session, AuditRecord.For(caller, Update) with { Entity = "ImagingStudy/" + study });
        return new(null, study, false);
    }

    private static Outcome Refuse(DocumentSession session, Caller caller, Transaction transaction, int status, string code, string text)
    {
        AuditTrail.Append(session, AuditRecord.For(caller, transaction) with { Outcome = AuditOutcome.Refused, Code = code });
        return new(new(status, FhirIssue.Error(code, text)), null, false);
    }

    private static async Task<FhirAnswer> RefuseAsync(
        FhirCall call, Transaction transaction, int status, string code, string text, CancellationToken cancellation) =>
        (await Attempts.Run(call.Http.RequestServices.GetRequiredService<Store>(),
            session => Task.FromResult(Refuse(session, call.Http.Caller(), transaction, status, code, text)), cancellation)).Refusal!;
}
