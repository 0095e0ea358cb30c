using HieImaging.AffinityDomain.Transactions;
using HieImaging.Fhir.Search;
using Microsoft.AspNetCore.Http;

namespace HieImaging.FhirServer.Declaring;

/// <summary>What is about to be shown, for the audit record.</summary>
/// <param name="Http">The request: its caller is asked of it.</param>
/// <param name="Transaction">The transaction of the endpoint that was asked; with an include it is another type's search.</param>
/// <param name="Type">The type of the rows.</param>
/// <param name="Rows">The resources shown; empty where the search found none.</param>
/// <param name="Query">The search as asked; null for a read.</param>
public sealed record FhirDisclosure(
    HttpContext Http, Transaction Transaction, string Type, IReadOnlyList<FhirRow> Rows, SearchQuery? Query);
