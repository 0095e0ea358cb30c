using System.Text.Json.Serialization;
using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Manifests;

/// <summary>A study: its scalars and its series. No instance occurs twice.</summary>
public sealed record ManifestStudy
{
    public required StudyInstanceUid Uid { get; init; }

    public Moment? Started { get; init; }

    /// <summary>Of the study and of each of its requests, no pair twice.</summary>
    public IReadOnlyList<Accession> Accessions { get; init; } = [];

    public string? Description { get; init; }

    /// <summary>Procedure Code Sequence (0008,1032) or MADO's Procedure Code item.</summary>
    public CodedConcept? Procedure { get; init; }

    /// <summary>PN as written.</summary>
    public string? ReferringPhysician { get; init; }

    /// <summary>Why it was asked for; null where nobody says.</summary>
    public IReadOnlyList<CodedConcept>? Reasons { get; init; }

    /// <summary>PN of those who read it; null where nobody says.</summary>
    public IReadOnlyList<string>? Interpreters { get; init; }

    /// <summary>Study ID (0020,0010).</summary>
    public string? StudyId { get; init; }

    public required IReadOnlyList<ManifestSeries> Series { get; init; }

    /// <summary>Distinct modalities of the series that name one, sorted.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Modalities =>
        [.. Series.Select(series => series.Modality).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    [JsonIgnore]
    public int InstanceCount => Series.Sum(series => series.Instances.Count);
}

/// <summary>
/// An accession number and who gave it out; the authority is null only where neither the object nor the registration says.
/// </summary>
public sealed record Accession(string Number, AssigningAuthority? Authority)
{
    /// <summary>Placer Order Number (0040,2016) of the same request.</summary>
    public string? PlacerOrder { get; init; }

    /// <summary>Never the number.</summary>
    public override string ToString() => "(accession)";
}
