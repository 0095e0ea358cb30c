using System.Text.Json;
using System.Text.Json.Serialization;

namespace HieImaging.RecordLocator.Studies;

/// <summary>Where each instance of a registered study is: the broker's map, stored beside the ImagingStudy.</summary>
public sealed record StudyRoutes
{
    [JsonPropertyName("series")]
    public required IReadOnlyList<SeriesRoute> Series { get; init; }

    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, StudyRoutesJson.Default.StudyRoutes);

    public static StudyRoutes Read(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, StudyRoutesJson.Default.StudyRoutes) ?? throw new JsonException("No routes.");

    /// <summary>Whether the study, as registered, holds the instance in that series (null: in any).</summary>
    public bool Holds(string? seriesUid, string instanceUid) =>
        Series.Any(series => (seriesUid is null || series.Uid == seriesUid) && series.Instances.Contains(instanceUid));

    [JsonIgnore]
    public int InstanceCount => Series.Sum(series => series.Instances.Count);
}

/// <summary>One series at one location; a series whose instances lie at two locations is two routes.</summary>
public sealed record SeriesRoute
{
    /// <summary>Series Instance UID.</summary>
    [JsonPropertyName("uid")]
    public required string Uid { get; init; }

    /// <summary>Retrieve Location UID; null: the custodian's default archive.</summary>
    [JsonPropertyName("location")]
    public string? Location { get; init; }

    /// <summary>SOP Instance UIDs.</summary>
    [JsonPropertyName("instances")]
    public required IReadOnlyList<string> Instances { get; init; }
}

[JsonSerializable(typeof(StudyRoutes))]
internal sealed partial class StudyRoutesJson : JsonSerializerContext;
