namespace HieImaging.Manifests;

/// <summary>Sameness of manifests: records compare lists by reference, so content is compared by SHA-256 of its canonical bytes.</summary>
public static class ManifestDigest
{
    /// <summary>64 lower-case hexadecimal digits; the order of series and instances does not count.</summary>
    public static string Of(Manifest manifest) => throw new NotImplementedException();

    /// <inheritdoc cref="Of(Manifest)"/>
    public static string Of(UnitedStudy study) => throw new NotImplementedException();
}
