using HieImaging.Wire.Listening;

namespace HieImaging.Node.Serving;

/// <summary>Where the node listens (<c>Listening:…</c>); <c>--urls</c> goes before <see cref="Urls"/>.
/// Several are separated by semicolons, port 0 is any free one.</summary>
internal sealed record ListeningOptions
{
    public string Urls { get; init; } = "http://127.0.0.1:8080";

    /// <summary>Health and metrics.</summary>
    public string Management { get; init; } = "http://127.0.0.1:8081";

    /// <summary>The certificate of every <c>https</c> address.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>The base under which clients reach this node; unset, the first address.</summary>
    public string? PublicUrl { get; init; }

    public ListenerLimits Limits { get; init; } = new();

    public IReadOnlyList<ListenerOptions> Doors => Parse(Urls);

    public IReadOnlyList<ListenerOptions> ManagementDoors => Parse(Management);

    private ListenerOptions[] Parse(string urls) =>
        [.. urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(url => new ListenerOptions
            {
                Url = url,
                Tls = url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? Tls : null
            })];
}
