using System.Net;

namespace HieImaging.Archives;

/// <summary>
/// The way to an archive: to the address that an operator gave and to nowhere else, so no redirect is followed, no proxy asked, no cookie kept.
/// </summary>
public static class ArchiveSockets
{
    /// <param name="connections">To one archive at a time.</param>
    public static SocketsHttpHandler Create(TimeSpan connectWithin, int connections) => new()
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
}
