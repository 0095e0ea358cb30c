using System.Text.Json;

namespace HieImaging.AffinityDomain.Participants;

/// <summary>One system of a participant that may connect: how it proves who it is, for whom it acts, and what it may do.</summary>
public sealed record ParticipantClient
{
    public required string Id { get; init; }

    /// <summary>RFC 7517 key set whose keys sign its assertions (ES384, RS384).</summary>
    public JsonElement? Jwks { get; init; }

    /// <summary>SHA-256 thumbprints of its TLS certificates: <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public IReadOnlyList<string> Certificates { get; init; } = [];

    public IReadOnlyList<string> AeTitles { get; init; } = [];

    /// <summary>MSH-3 and MSH-4 that mean it: <c>application|facility</c>.</summary>
    public IReadOnlyList<string> Mllp { get; init; } = [];

    /// <summary>Participants for whom it may submit and feed.</summary>
    public IReadOnlyList<string> ActsFor { get; init; } = [];

    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Purposes of use that it may state (v3-ActReason).</summary>
    public IReadOnlyList<string> Purposes { get; init; } = [];
}
