using System.Net;
using HieImaging.Trust.Callers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace HieImaging.Identity.Receiving;

/// <summary>Who is at the other end of a connection, before anything was said.</summary>
/// <param name="Thumbprint">Of the client certificate; null on a plain listener.</param>
internal sealed record MllpPeer(IPAddress? Address, string? Thumbprint)
{
    public static MllpPeer Of(ConnectionContext connection) => new(
        (connection.RemoteEndPoint as IPEndPoint)?.Address,
        connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate is { } shown ? ClientCertificate.Thumbprint(shown) : null);
}
