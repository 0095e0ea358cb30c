using System.Net;

namespace HieImaging.Wire.Connecting;

/// <summary>
/// Hosts that the node may speak to without TLS (<c>Connecting:PlainHosts</c>), beside this machine itself: containers on a network that
/// nobody else is on, an archive behind a tunnel. Everything else that leaves the machine is encrypted.
/// </summary>
public sealed class PlainHosts(IEnumerable<string> listed)
{
    public const string Section = "Connecting:PlainHosts";

    private readonly HashSet<string> _listed = new(listed, StringComparer.OrdinalIgnoreCase);

    /// <summary>Where nobody has listed any.</summary>
    public static PlainHosts None { get; } = new([]);

    /// <summary>Whether an address may be connected to as it is written.</summary>
    public bool Allow(Uri address) => address.Scheme is "https" or "amqps" || AllowPlain(address.IdnHost);

    /// <summary>Whether a host may be spoken to without TLS.</summary>
    public bool AllowPlain(string host) => _listed.Contains(host) || IsThisMachine(host);

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
