namespace HieImaging.RecordLocator.Persons;

/// <summary>What became of a source identity.</summary>
public enum SourceState
{
    /// <summary>Its source knows a patient by it.</summary>
    Registered,

    /// <summary>Merged into another (A40, replaced-by) or renumbered (A47): it answers as its survivor.</summary>
    Subsumed,

    /// <summary>Withdrawn by its source: stands alone, is never returned again.</summary>
    Removed,

    /// <summary>Another patient was written over it: stands alone until a human has decided.</summary>
    Quarantined,
}
