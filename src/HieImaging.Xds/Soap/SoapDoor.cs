using HieImaging.AffinityDomain.Transactions;
using HieImaging.Wire.Doors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HieImaging.Xds.Soap;

/// <summary>The table of SOAP transactions: one line each, one POST endpoint a path, dispatched by wsa:Action.</summary>
/// <param name="routes">
/// Where the endpoints are mapped; each bears all of its path's transactions and a <see cref="RefusalWriter"/> as metadata.
/// </param>
/// <param name="gate">Asked again for the very transaction once the envelope has told which; false answers 403.</param>
/// <param name="refused">Told of each message that is refused before a handler had it, with the code of the refusal.</param>
/// <param name="busy">Asked last: a sentence why it cannot be done now (XDSRegistryBusy, XDSRepositoryBusy), or null; null itself: never.</param>
public sealed class SoapDoor(
    IEndpointRouteBuilder routes, Func<HttpContext, Transaction, ValueTask<bool>> gate,
    Func<HttpContext, Transaction, string, Task> refused, SoapBounds bounds,
    Func<HttpContext, Transaction, ValueTask<string?>>? busy = null)
{
    private readonly Dictionary<string, (SoapEndpoint Endpoint, SoapPath Path, IEndpointConventionBuilder Route)> _paths = new(StringComparer.Ordinal);

    /// <summary>One line of the table.</summary>
    /// <exception cref="ArgumentException">The transaction is none of SOAP's, or the path has its action already.</exception>
    public SoapDoor Map(Transaction transaction, string path, SoapHandler handler)
    {
        if (!_paths.TryGetValue(path, out var door))
        {
            var (endpoint, named) = (new SoapEndpoint(gate, refused, bounds, busy), new SoapPath());
            var route = routes.MapPost(path, endpoint.AnswerAsync).WithMetadata((RefusalWriter)SoapRefusal.WriteAsync, named);
            _paths[path] = door = (endpoint, named, route);
        }
        door.Endpoint.Add(transaction, handler);
        door.Path.Add(transaction);
        door.Route.WithMetadata(transaction);
        return this;
    }
}
