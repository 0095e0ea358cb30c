using System.Net;
using System.Net.Sockets;
using HieImaging.Identity.Receiving;
using HieImaging.Wire.Listening;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace HieImaging.Node.Serving;

/// <summary>
/// The node's sockets: the doors, those for HL7 v2, and apart from them health and metrics. They are bound before anything else is made,
/// so that a port chosen by the system (port 0) is known to whatever writes the node's own address into a document.
/// </summary>
internal sealed class Listeners
{
    private readonly ListeningOptions _options;
    private readonly List<Listener> _doors, _mllp, _management;

    /// <exception cref="SocketException">An address cannot be had.</exception>
    /// <param name="hearsMllp">Whether HL7 v2 is taken here.</param>
    public Listeners(ListeningOptions options, bool hearsMllp)
    {
        _options = options;
        _doors = [.. options.Doors.Select(Bind)];
        _mllp = hearsMllp ? [.. options.MllpDoors.Select(Bind)] : [];
        _management = [.. options.ManagementDoors.Select(Bind)];
    }

    public IReadOnlyList<string> Doors => [.. _doors.Select(listener => listener.Address)];

    public IReadOnlyList<string> Mllp => [.. _mllp.Select(listener => listener.MllpAddress)];

    public IReadOnlyList<string> Management => [.. _management.Select(listener => listener.Address)];

    /// <summary>The base under which clients reach this node.</summary>
    public string PublicUrl => _options.PublicUrl?.TrimEnd('/') ?? Doors[0];

    /// <summary>Why the node must not start, one line each.</summary>
    public static IReadOnlyList<string> Refusals(ListeningOptions options)
    {
        try
        {
            return
            [
                .. options.Doors.Concat(options.ManagementDoors).Select(door => Refusal(door)).OfType<string>(),
                .. options.MllpDoors.Select(door => Refusal(door, options.MllpPlain)).OfType<string>(),
                .. options.Limits.Refusals(),
            ];
        }
        catch (FormatException malformed)
        {
            return [malformed.Message];
        }
    }

    public static bool IsManagement(HttpContext http) => http.Features.Get<ManagementConnection>() is not null;

    public void Configure(SocketTransportOptions sockets) => sockets.CreateBoundListenSocket = endpoint =>
        _doors.Concat(_mllp).Concat(_management).FirstOrDefault(listener => listener.Endpoint.Equals(endpoint))?.Socket
        ?? SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        _options.Limits.Apply(kestrel.Limits);
        foreach (var door in _doors)
            kestrel.Listen(door.Endpoint, door.Secure);
        foreach (var door in _mllp)
            kestrel.Listen(door.Endpoint, socket =>
            {
                door.SecureForKnown(socket);
                socket.Run(kestrel.ApplicationServices.GetRequiredService<MllpConnections>().ServeAsync);
            });
        foreach (var door in _management)
            kestrel.Listen(door.Endpoint, socket =>
            {
                door.Secure(socket);
                socket.Use(next => connection =>
                {
                    connection.Features.Set(new ManagementConnection());
                    return next(connection);
                });
            });
    }

    private static Listener Bind(ListenerOptions door)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(door.Endpoint);
        return new Listener(door.Tls, socket, (IPEndPoint)socket.LocalEndPoint!);
    }

    private static string? Refusal(ListenerOptions door, bool isPlainMeant = false)
    {
        if (door.Tls is null && ListeningOptions.IsSecure(door.Url))
            return $"{door.Url} needs Listening:Tls:CertificateFile and KeyFile.";
        return isPlainMeant ? null : door.Refusal;
    }

    private sealed record Listener(TlsOptions? Tls, Socket Socket, IPEndPoint Endpoint)
    {
        public string Address => $"{(Tls is null ? "http" : "https")}://{Endpoint}";

        public string MllpAddress => $"{(Tls is null ? "mllp" : "mllps")}://{Endpoint}";

        /// <summary>As <see cref="Secure"/>, for peers that have no other way to show who they are than a certificate.</summary>
        public void SecureForKnown(ListenOptions socket)
        {
            if (Tls is { } tls)
                socket.UseHttps(https =>
                {
                    tls.Apply(https);
                    https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                });
        }

        public void Secure(ListenOptions socket)
        {
            if (Tls is { } tls)
                socket.UseHttps(tls.Apply);
        }
    }

    private sealed record ManagementConnection;
}
