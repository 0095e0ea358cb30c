using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Registry.Registering;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Xds.Responses;

namespace HieImaging.Registry.Receiving;

/// <summary>A submission that is refused before it is decided on: nothing is kept of it but its audit record.</summary>
internal static class SubmissionRefusal
{
    public static async Task<RegistryResponse> TellAsync(
        Store store, Caller caller, Transaction transaction, IReadOnlyList<RegistryError> errors, CancellationToken cancellation)
    {
        await using var session = await store.OpenSession(cancellation);
        AuditTrail.Append(session, SubmissionAudit.Refused(AuditRecord.For(caller, transaction), errors));
        await session.SaveChangesAsync(cancellation);
        return RegistryResponse.Of(errors);
    }
}
