using HieImaging.AffinityDomain.Transactions;

namespace HieImaging.FhirServer.Declaring;

/// <summary>A create or update: the transaction whose scope it needs, and the room's function that does it in its own unit of work, audit
/// included.</summary>
/// <param name="Transaction">As in <see cref="Transaction.Iti104"/>.</param>
/// <param name="Answer">Given a resource that is structurally sound and of the declared type.</param>
public sealed record FhirWrite(Transaction Transaction, Func<FhirCall, CancellationToken, Task<FhirAnswer>> Answer)
{
    /// <summary>The canonical URL of the profile that what is written must conform to, whether it claims it or not; null: R4's rules and
    /// what it claims.</summary>
    public string? Profile { get; init; }
}
