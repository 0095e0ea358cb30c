using HieImaging.Wire.Listening;

namespace HieImaging.Node.Serving;

/// <summary>Where the node listens (<c>Listening:…</c>); <c>--urls</c> goes before <see cref="Urls"/>.
/// Several are separated by semicolons, port 0 is any free one.</summary>
internal sealed record ListeningOptions
{
    public string Urls { get; init; } = "http://127.0.0.1:8080";

    /// <summary>Health and metrics.</summary>
    public string Management { get; init; } = "http://127.0.0.1:8081";

    /// <summary>HL7 v2, where the role identity is on: <c>mllp</c>, or <c>mllps</c> with TLS and a certificate of each client.</summary>
    public string Mllp { get; init; } = "mllp://127.0.0.1:2575";

    /// <summary>Lets <c>mllp</c> be reached from beyond loopback: within a tunnel that lets nobody else in.</summary>
    public bool MllpPlain { get; init; }

    /// <summary>The certificate of every <c>https</c> and <c>mllps</c> address.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>The base under which clients reach this node; unset, the first address.</summary>
    public string? PublicUrl { get; init; }

    public ListenerLimits Limits { get; init; } = new();

    public IReadOnlyList<ListenerOptions> Doors => Parse(Urls);

    public IReadOnlyList<ListenerOptions> ManagementDoors => Parse(Management);

    public IReadOnlyList<ListenerOptions> MllpDoors => Parse(Mllp);

    internal static bool IsSecure(string url) =>
        url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) || url.StartsWith("mllps:", StringComparison.OrdinalIgnoreCase);

    private ListenerOptions[] Parse(string urls) =>
        [.. urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(url => new ListenerOptions
            {
                Url = url,
                Tls = IsSecure(url) ? Tls : null
            })];
}
