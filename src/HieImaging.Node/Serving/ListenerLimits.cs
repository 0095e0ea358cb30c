using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace HieImaging.Node.Serving;

/// <summary>What a connection may cost before anybody is asked who he is (<c>Listening:Limits:…</c>).</summary>
internal sealed record ListenerLimits
{
    /// <summary>At once, on each address; those beyond are closed.</summary>
    [Range(1, 1_000_000)] public int Connections { get; init; } = 5_000;

    /// <summary>Bytes of all headers together.</summary>
    [Range(1024, 1 << 20)] public int HeaderBytes { get; init; } = 32 * 1024;

    /// <summary>Bytes of the line that holds the URL.</summary>
    [Range(256, 1 << 20)] public int UrlBytes { get; init; } = 8 * 1024;

    /// <summary>Bytes of a body; a door that takes more says so itself.</summary>
    [Range(1024, 1 << 30)] public long BodyBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>To the end of the headers.</summary>
    public TimeSpan HeadersWithin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>An idle connection is kept for so long.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Requests at once on one connection of HTTP/2.</summary>
    [Range(1, 10_000)] public int Streams { get; init; } = 100;

    /// <summary>Bytes a second that a sender of a body must reach, after <see cref="ReceivePatience"/>; counted while the door reads, and not
    /// while the request waits for its turn.</summary>
    [Range(0, 1 << 30)] public int ReceiveAtLeast { get; init; } = 1024;

    /// <summary>
    /// Bytes a second that a reader of an answer must take: one that stands still is cut only when what was written to it should have left at
    /// this rate long ago (1 MiB: four minutes), so that a viewer may pause and a dead one holds no place for ever.
    /// </summary>
    [Range(0, 1 << 30)] public int SendAtLeast { get; init; } = 4096;

    public TimeSpan ReceivePatience { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan SendPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Why they cannot be; one line each.</summary>
    public IReadOnlyList<string> Refusals()
    {
        var wrong = new List<ValidationResult>();
        Validator.TryValidateObject(this, new ValidationContext(this), wrong, validateAllProperties: true);
        foreach (var (name, time) in ((string, TimeSpan)[])
            [
                (nameof(HeadersWithin), HeadersWithin), (nameof(KeepAlive), KeepAlive), (nameof(ReceivePatience), ReceivePatience),
                (nameof(SendPatience), SendPatience),
            ])
            if (time < TimeSpan.FromSeconds(1) || time > TimeSpan.FromHours(1))
                wrong.Add(new ValidationResult($"{name} is between a second and an hour."));
        return [.. wrong.Select(one => $"Listening:Limits: {one.ErrorMessage}")];
    }

    public void Apply(KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = Connections;
        limits.MaxRequestHeadersTotalSize = HeaderBytes;
        limits.MaxRequestLineSize = UrlBytes;
        limits.MaxRequestBodySize = BodyBytes;
        limits.MaxRequestBufferSize = 256 * 1024;                    // what a request that waits for its turn may hold
        limits.MaxResponseBufferSize = 1 << 20;
        limits.RequestHeadersTimeout = HeadersWithin;
        limits.KeepAliveTimeout = KeepAlive;
        limits.MinRequestBodyDataRate = ReceiveAtLeast == 0 ? null : new MinDataRate(ReceiveAtLeast, ReceivePatience);
        limits.MinResponseDataRate = SendAtLeast == 0 ? null : new MinDataRate(SendAtLeast, SendPatience);
        limits.Http2.MaxStreamsPerConnection = Streams;              // floods of resets: Kestrel closes the connection (CVE-2023-44487)
        limits.Http2.MaxRequestHeaderFieldSize = HeaderBytes;
        limits.Http2.InitialStreamWindowSize = 256 * 1024;
        limits.Http2.KeepAlivePingDelay = KeepAlive;
    }
}
