using HieImaging.AffinityDomain.Transactions;

namespace HieImaging.FhirServer.Declaring;

/// <summary>An operation on a type, such as <c>Patient/$ihe-pix</c> (ITI-83).</summary>
/// <param name="Name">With its dollar sign.</param>
/// <param name="Transaction">The transaction whose scope it needs.</param>
/// <param name="Answer">The room's function, with its own unit of work, audit included.</param>
public sealed record FhirOperation(string Name, Transaction Transaction, Func<FhirCall, CancellationToken, Task<FhirAnswer>> Answer)
{
    /// <summary>The OperationDefinition's canonical URL.</summary>
    public required string Definition { get; init; }

    /// <summary>Called by GET with the parameters in the query, by POST with a resource, or both.</summary>
    public IReadOnlyList<string> Methods { get; init; } = ["GET"];
}
