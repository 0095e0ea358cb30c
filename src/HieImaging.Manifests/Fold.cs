namespace HieImaging.Manifests;

/// <summary>A manifest that is registered and approved, and who holds its images.</summary>
public sealed record LiveManifest(Manifest Manifest, string Custodian);

/// <summary>What all live manifests of a study say together.</summary>
public sealed record UnitedStudy(ManifestPatient Patient, ManifestStudy Study);

/// <summary>All live manifests of a study become one, whatever order they came in.</summary>
public static class Fold
{
    /// <summary>
    /// Union of the instances of manifests, less those that a rejection of the same custodian names; scalars from the latest content date, then
    /// the greatest SOP Instance UID; notes add nothing. Null: nothing is left, the study is withdrawn.
    /// </summary>
    public static UnitedStudy? Unite(IEnumerable<LiveManifest> live) => throw new NotImplementedException();
}
