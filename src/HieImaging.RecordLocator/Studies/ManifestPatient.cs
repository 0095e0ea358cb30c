namespace HieImaging.RecordLocator.Studies;

/// <summary>The patient as a custodian's latest manifest named him; one that gave nothing but the number named him not. One writer: Registry.
/// Identity reads it for sources without a feed.</summary>
public sealed record ManifestPatient
{
    /// <summary><c>s-…</c>.</summary>
    public required string Id { get; init; }

    public required int Version { get; init; }
    public required DateTimeOffset LastUpdated { get; init; }

    /// <summary>OID of the assigning authority.</summary>
    public required string Authority { get; init; }

    public required string Value { get; init; }
    public required string Custodian { get; init; }

    /// <summary>A FHIR Patient: identifiers, name, birthDate, gender, nothing that was not said; canonical JSON.</summary>
    public required byte[] Patient { get; init; }
}
