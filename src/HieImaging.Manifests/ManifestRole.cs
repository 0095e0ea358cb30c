using System.Text.Json.Serialization;

namespace HieImaging.Manifests;

/// <summary>What a key object does to its study, decided by its title.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ManifestRole>))]
public enum ManifestRole
{
    /// <summary>Its instances are part of the study.</summary>
    [JsonStringEnumMemberName("manifest")] Manifest,

    /// <summary>Its instances are not to be used (IOCM: 113001, 113037, 113038, 113039).</summary>
    [JsonStringEnumMemberName("rejection")] Rejection,

    /// <summary>It remarks on instances and adds none.</summary>
    [JsonStringEnumMemberName("note")] Note,
}
