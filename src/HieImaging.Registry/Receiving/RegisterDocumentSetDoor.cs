using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Registry.Registering;
using HieImaging.Registry.Submitting;
using HieImaging.Trust.Callers;
using HieImaging.Xds.Metadata;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Soap;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace HieImaging.Registry.Receiving;

/// <summary>
/// ITI-42 for a hospital with a repository of its own: metadata alone, judged as that of RAD-68. The documents are fetched afterwards, and
/// then their studies are found.
/// </summary>
internal sealed class RegisterDocumentSetDoor(Store store, RegisterSubmission registry, IOptions<SubmittingOptions> options)
{
    public Task<SoapAnswer> Answer(HttpContext http, SoapRequest request, CancellationToken cancellation)
    {
        var caller = http.Caller();
        return StoreFailures.Answered(async () =>
        {
            var read = SubmissionReader.Read(request.Body, SubmissionKind.Register);
            if (read.Submission is not { } submission)
                return await Refuse(caller, read.Errors, cancellation);
            var incoming = IncomingSubmission.Elsewhere(Transaction.Iti42, caller, SymbolicIds.Resolve(submission), options.Value.KeyObject);
            var decision = await Attempts.Run(store, session => registry.Register(session, incoming, cancellation), cancellation);
            return RegistryResponse.Of([.. read.Errors, .. decision.Response().Errors]);
        }, error => Refuse(caller, [error], cancellation), SubmissionKind.Register);
    }

    private Task<RegistryResponse> Refuse(Caller caller, IReadOnlyList<RegistryError> errors, CancellationToken cancellation) =>
        SubmissionRefusal.TellAsync(store, caller, Transaction.Iti42, errors, cancellation);
}
