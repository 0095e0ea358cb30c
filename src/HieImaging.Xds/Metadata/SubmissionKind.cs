namespace HieImaging.Xds.Metadata;

/// <summary>Under which transaction metadata is read: what is required of it differs (TF-3 table 4.3.1-3).</summary>
public enum SubmissionKind
{
    /// <summary>ITI-41, RAD-68: the repository adds hash, size and repositoryUniqueId.</summary>
    Provide,

    /// <summary>ITI-42: with hash, size and repositoryUniqueId.</summary>
    Register,

    /// <summary>ITI-57: entries have a lid, associations name previous versions.</summary>
    Update,
}
