namespace HieImaging.Harness.Faulting.Working;

/// <summary>What a hospital does to the exchange.</summary>
public enum OperationKind
{
    /// <summary>A patient by ITI-104.</summary>
    Feed,

    /// <summary>A new study by RAD-68.</summary>
    Provide,

    /// <summary>A new study by STOW-RS.</summary>
    Stow,

    /// <summary>New studies in bulk, registered from the queue.</summary>
    Bulk,

    /// <summary>A new study as an ImagingStudy resource.</summary>
    Post,

    /// <summary>Another version of such a resource.</summary>
    Put,

    /// <summary>A manifest in the place of another (RPLC).</summary>
    Replace,

    /// <summary>A rejection note of all instances of a study (IOCM): the study is gone.</summary>
    Reject,

    /// <summary>A RAD-68 that must be refused: of a patient whom nobody has fed.</summary>
    Refused,
}
