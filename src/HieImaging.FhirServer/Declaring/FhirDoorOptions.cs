using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Outcomes;
using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Declaring;

/// <summary>What the node hands to the FHIR doors.</summary>
public sealed record FhirDoorOptions
{
    /// <summary>The base under which clients reach this node, without a closing slash; asked at each request, since a port may be chosen at
    /// start.</summary>
    public required Func<string> PublicBase { get; init; }

    /// <summary>Who asks, in one word: a page's link serves only whom it was given to.</summary>
    public required Func<HttpContext, string> CallerKey { get; init; }

    /// <summary>At least 32 secret bytes, the same in every process: the links to further pages are sealed with them.</summary>
    public required Func<ReadOnlyMemory<byte>> PageKey { get; init; }

    /// <summary>Whether the caller has the transaction's scope; a refusal is audited there. Asked for each type that an include brings
    /// along.</summary>
    public required Func<HttpContext, Transaction, ValueTask<bool>> May { get; init; }

    /// <summary>Audits that a call was refused here with this status; what a room refuses, it audits itself.</summary>
    public required Func<HttpContext, Transaction, int, Task> Refused { get; init; }

    /// <summary>The completeness notice of every search Bundle: it depends on the caller, the purpose and the state of the sources, never
    /// on hits. Null: none.</summary>
    public Func<HttpContext, DocumentSession, CancellationToken, ValueTask<FhirIssue?>>? Notice { get; init; }

    /// <summary>How much one request may ask for.</summary>
    public FhirBounds Bounds { get; init; } = FhirBounds.Default;

    /// <summary>For the CapabilityStatement; no more than the product's name and release.</summary>
    public string Software { get; init; } = "HieImaging";
}
