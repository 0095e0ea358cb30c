using HieImaging.AffinityDomain.Transactions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HieImaging.Trust.Callers;

/// <summary>A plain HTTP door: one line a transaction. What has no transaction does not map, and the gate refuses it.</summary>
public static class HttpDoor
{
    public static IEndpointConventionBuilder Map(
        IEndpointRouteBuilder routes, Transaction transaction, string method, string pattern, RequestDelegate answer) =>
        routes.MapMethods(pattern, [method], answer).WithMetadata(transaction).WithDisplayName($"{transaction.Id} {method} {pattern}");
}
