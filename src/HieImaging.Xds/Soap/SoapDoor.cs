using HieImaging.AffinityDomain.Transactions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HieImaging.Xds.Soap;

/// <summary>The table of SOAP transactions: one line each, one POST endpoint a path, dispatched by wsa:Action.</summary>
/// <param name="routes">Where the endpoints are mapped.</param>
/// <param name="gate">Asked again for the very transaction once the envelope has told which; false answers 403.</param>
public sealed class SoapDoor(IEndpointRouteBuilder routes, Func<HttpContext, Transaction, ValueTask<bool>> gate, SoapBounds? bounds = null)
{
    /// <summary>One line of the table.</summary>
    public SoapDoor Map(Transaction transaction, string path, SoapHandler handler) => throw new NotImplementedException($"{routes}{gate}{bounds}");
}
