using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Registry.Registering;
using HieImaging.Registry.Submitting;
using HieImaging.Trust.Callers;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Soap;
using HieImaging.Xds.Submitting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace HieImaging.Registry.Receiving;

/// <summary>
/// RAD-68 (and ITI-41, whose messages are the same): key objects with their metadata; answered when they are found at every door.
/// </summary>
internal sealed class ProvideAndRegisterDoor(Store store, RegisterSubmission registry, IOptions<SubmittingOptions> options)
{
    public Task<SoapAnswer> Answer(HttpContext http, SoapRequest request, CancellationToken cancellation)
    {
        var caller = http.Caller();
        return StoreFailures.Answered(async () =>
        {
            var read = ProvideAndRegister.Read(request);
            if (read.Submission is not { } submission || read.Errors.Any(error => error.Severity == Severity.Error))
                return await Refuse(caller, read.Errors, cancellation);
            if (submission.Entries.Any(entry => entry.IsOnDemand))
                return await Refuse(
                    caller,
                    [new RegistryError(RegistryErrorCode.RegistryMetadataError, "An on-demand entry is not provided as a document.")],
                    cancellation);

            var resolved = SymbolicIds.Resolve(submission);
            var contents = submission.Entries.Zip(resolved.Entries).ToDictionary(
                pair => pair.Second.EntryUuid,
                pair => read.Documents.First(document => document.EntryId == pair.First.EntryUuid).Content,
                StringComparer.Ordinal);
            var incoming = IncomingSubmission.Of(Transaction.Rad68, caller, resolved, entry => contents[entry.EntryUuid], options.Value.KeyObject);
            var decision = await Attempts.Run(store, session => registry.Register(session, incoming, cancellation), cancellation);
            var response = decision.Response();
            return read.Errors.Count == 0 ? response : RegistryResponse.Of([.. read.Errors, .. response.Errors]);
        }, error => Refuse(caller, [error], cancellation), SubmissionKind.Provide);
    }

    private Task<RegistryResponse> Refuse(Caller caller, IReadOnlyList<RegistryError> errors, CancellationToken cancellation) =>
        SubmissionRefusal.TellAsync(store, caller, Transaction.Rad68, errors, cancellation);
}
