using System.Security.Cryptography;

namespace HieImaging.Manifests;

/// <summary>Sameness of manifests: records compare lists by reference, so content is compared by SHA-256 of its canonical bytes.</summary>
public static class ManifestDigest
{
    /// <summary>
    /// 64 lower-case hexadecimal digits; the order of series, instances, accessions and other identifiers does not count.
    /// </summary>
    public static string Of(Manifest manifest) =>
        Hex(ManifestJson.Write(manifest with { Patient = Sorted(manifest.Patient), Study = Sorted(manifest.Study) }));

    /// <inheritdoc cref="Of(Manifest)"/>
    public static string Of(UnitedStudy united) =>
        Hex(ManifestJson.Write(united with { Patient = Sorted(united.Patient), Study = Sorted(united.Study) }));

    private static string Hex(byte[] canonical) => Convert.ToHexStringLower(SHA256.HashData(canonical));

    private static ManifestPatient Sorted(ManifestPatient patient) => patient with
    {
        Others = [.. patient.Others
            .OrderBy(id => id.Authority.Oid.Text, StringComparer.Ordinal)
            .ThenBy(id => id.Value, StringComparer.Ordinal)],
    };

    private static ManifestStudy Sorted(ManifestStudy study) => study with
    {
        Accessions = [.. study.Accessions.OrderBy(a => a.Number, StringComparer.Ordinal)
            .ThenBy(a => a.Authority?.Oid.Text, StringComparer.Ordinal).ThenBy(a => a.PlacerOrder, StringComparer.Ordinal)],
        Series = [.. study.Series.OrderBy(series => series.Uid.Text, StringComparer.Ordinal).Select(series => series with
        {
            Instances = [.. series.Instances.OrderBy(instance => instance.Uid.Text, StringComparer.Ordinal)],
        })],
    };
}
