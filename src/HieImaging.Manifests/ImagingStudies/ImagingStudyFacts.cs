using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Manifests.ImagingStudies;

/// <summary>What the ImagingStudy says that no manifest knows.</summary>
public sealed record ImagingStudyFacts
{
    public required string Id { get; init; }
    public required int Version { get; init; }
    public required DateTimeOffset LastUpdated { get; init; }

    /// <summary><c>available</c>, or <c>entered-in-error</c> once withdrawn.</summary>
    public string Status { get; init; } = "available";

    /// <summary><c>Patient/s-…</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The custodian's URI: <c>meta.source</c>.</summary>
    public required string Source { get; init; }

    /// <summary><c>Organization/…</c> of the custodian and its name.</summary>
    public required string Custodian { get; init; }

    public string? CustodianName { get; init; }

    /// <summary>Security labels as (system, code).</summary>
    public IReadOnlyList<(string System, string Code)> Labels { get; init; } = [];

    /// <summary>Zone of the times that the custodian writes without an offset; null: they stay dates.</summary>
    public TimeZoneInfo? Zone { get; init; }

    /// <summary>
    /// The id of the Endpoint at which a location's images are had; null as location: the custodian's default archive. Null as answer: no
    /// Endpoint.
    /// </summary>
    public required Func<RetrieveLocationUid?, string?> EndpointOf { get; init; }
}
