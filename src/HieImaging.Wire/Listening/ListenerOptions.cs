using System.ComponentModel.DataAnnotations;
using System.Net;

namespace HieImaging.Wire.Listening;

/// <summary>One listening socket as settings name it: an address, and TLS where there is any.</summary>
public sealed record ListenerOptions
{
    /// <summary><c>http://127.0.0.1:8080</c>, <c>https://0.0.0.0:8443</c>, <c>mllp://127.0.0.1:2575</c>; port 0 is any free one.</summary>
    [Required]
    public required string Url { get; init; }

    /// <summary>Null: plain, and then on loopback only.</summary>
    public TlsOptions? Tls { get; init; }

    /// <summary>The address and port of the URL; a name is <c>localhost</c> or nothing.</summary>
    /// <exception cref="FormatException">Not a URL with an IP address.</exception>
    public IPEndPoint Endpoint
    {
        get
        {
            if (!Uri.TryCreate(
                    Url.Replace("//*", "//0.0.0.0", StringComparison.Ordinal)
                        .Replace("//+", "//0.0.0.0", StringComparison.Ordinal),
                    UriKind.Absolute, out var url))
                throw new FormatException("A listener's URL is not one.");
            var host = url.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? "127.0.0.1" : url.Host.Trim('[', ']');
            return IPAddress.TryParse(host, out var address)
                ? new IPEndPoint(address, url.Port < 0 ? 0 : url.Port)
                : throw new FormatException("A listener's URL names no IP address.");
        }
    }

    /// <summary>Why this listener must not start; null where it may.</summary>
    public string? Refusal => IPAddress.IsLoopback(Endpoint.Address) || Tls is not null
        ? null
        : $"A listener on {Endpoint} needs TLS: only loopback is plain.";
}
