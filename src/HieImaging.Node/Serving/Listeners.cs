using HieImaging.Wire.Listening;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace HieImaging.Node.Serving;

/// <summary>Kestrel's sockets and limits: the doors, and apart from them health and metrics.</summary>
internal sealed class Listeners(ListeningOptions options)
{
    private readonly List<(string Scheme, ListenOptions Socket)> _doors = [], _management = [];

    /// <summary>Where the doors are, once started: the chosen ports.</summary>
    public IReadOnlyList<string> Doors => [.. _doors.Select(Address)];

    public IReadOnlyList<string> Management => [.. _management.Select(Address)];

    /// <summary>The base under which clients reach this node.</summary>
    public string PublicUrl => options.PublicUrl?.TrimEnd('/') ?? Doors[0];

    /// <summary>The same as far as it is known before the node listens: null where a port is chosen at start.</summary>
    public string? PublicUrlBefore => options.PublicUrl?.TrimEnd('/')
        ?? (options.Doors[0] is { Endpoint: { Port: > 0 } endpoint } door ? $"{(door.Tls is null ? "http" : "https")}://{endpoint}" : null);

    /// <summary>Why the node must not start, one line each.</summary>
    public static IReadOnlyList<string> Refusals(ListeningOptions options)
    {
        try
        {
            return [.. options.Doors.Concat(options.ManagementDoors).Select(Refusal).OfType<string>()];
        }
        catch (FormatException malformed)
        {
            return [malformed.Message];
        }
    }

    public static bool IsManagement(HttpContext http) => http.Features.Get<ManagementConnection>() is not null;

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        kestrel.Limits.MaxRequestLineSize = 8 * 1024;
        kestrel.Limits.MaxRequestBodySize = 16 * 1024 * 1024;       // a door that takes more says so itself
        kestrel.Limits.MaxResponseBufferSize = 1 << 20;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        foreach (var door in options.Doors)
            Listen(kestrel, door, _doors, _ => { });
        foreach (var door in options.ManagementDoors)
            Listen(kestrel, door, _management, socket => socket.Use(next => connection =>
            {
                connection.Features.Set(new ManagementConnection());
                return next(connection);
            }));
    }

    private static void Listen(KestrelServerOptions kestrel, ListenerOptions door, List<(string, ListenOptions)> sockets, Action<ListenOptions> also) =>
        kestrel.Listen(door.Endpoint, socket =>
        {
            if (door.Tls is { } tls)
                socket.UseHttps(tls.Apply);
            also(socket);
            sockets.Add((door.Tls is null ? "http" : "https", socket));
        });

    private static string? Refusal(ListenerOptions door) =>
        door.Refusal ?? (door.Tls is null && door.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)
            ? $"{door.Url} needs Listening:Tls:CertificateFile and KeyFile."
            : null);

    private static string Address((string Scheme, ListenOptions Socket) door) => $"{door.Scheme}://{door.Socket.IPEndPoint}";

    private sealed record ManagementConnection;
}
