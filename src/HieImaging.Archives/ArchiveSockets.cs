using System.Net;
using HieImaging.Wire.Connecting;

namespace HieImaging.Archives;

/// <summary>
/// The way to an archive: to the address that an operator gave and to nowhere else, so no redirect is followed, no proxy asked, no cookie kept.
/// </summary>
public static class ArchiveSockets
{
    /// <param name="connections">To one archive at a time.</param>
    /// <param name="tls">Whom to believe there; null: whom the machine believes.</param>
    public static SocketsHttpHandler Create(TimeSpan connectWithin, int connections, ClientTlsOptions? tls = null)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = connectWithin,
            MaxConnectionsPerServer = connections,
            MaxResponseHeadersLength = 32,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        };
        (tls ?? new ClientTlsOptions()).Apply(handler.SslOptions);
        return handler;
    }
}
