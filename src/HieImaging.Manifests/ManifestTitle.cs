namespace HieImaging.Manifests;

/// <summary>From a document title (CID 7010) to its role.</summary>
public static class ManifestTitle
{
    /// <summary>(113030, DCM, "Manifest"), the XDS-I.b title.</summary>
    public static CodedConcept Manifest { get; } = new("113030", "DCM", "Manifest");

    /// <param name="title">The document title as the object writes it.</param>
    /// <param name="manifestTitles">Code values that this custodian uses as manifests beside the standard's own (113000, "Of
    /// Interest").</param>
    public static ManifestRole RoleOf(CodedConcept title, IReadOnlyCollection<string> manifestTitles) => (title.Value, title.Scheme) switch
    {
        ("113001" or "113037" or "113038" or "113039", "DCM") => ManifestRole.Rejection,
        // Manifest, Signed Manifest; MADO's provisional title, and the DCM code that CP-2595 will give it, known so far by its meaning
        // alone
        ("113030" or "113031", "DCM") or ("MADOTEMP001", "99IHE") => ManifestRole.Manifest,
        (_, "DCM")
            when string.Equals(title.Meaning, "Manifest with Description", StringComparison.OrdinalIgnoreCase) => ManifestRole.Manifest,
        _ when manifestTitles.Contains(title.Value) => ManifestRole.Manifest,
        _ => ManifestRole.Note,
    };
}
