namespace HieImaging.Identity.Merging;

/// <summary>What became of a merge.</summary>
internal enum MergeState
{
    /// <summary>The subsumed number resolves to the survivor.</summary>
    Applied,

    /// <summary>Kept until the numbers that it names are known.</summary>
    Pending,

    /// <summary>Nothing came of it.</summary>
    Refused,

    /// <summary>Was applied until the source unlinked the two.</summary>
    Undone,
}

/// <param name="Reason">One of <see cref="MergeReason"/>; null where it was applied.</param>
internal sealed record MergeVerdict(MergeState State, string? Reason = null)
{
    /// <summary>The numbers are what the message wants them to be already: nothing to do, and a success to its sender.</summary>
    public bool IsRepeated => Reason == MergeReason.Repeated;
}

/// <summary>Why a merge is not applied (ITI TF-2 3.8.4.2.4), in words that a table keeps.</summary>
internal static class MergeReason
{
    /// <summary>Both numbers are the same (dcm4chee-arc #1086, #4697).</summary>
    public const string Self = "self";

    /// <summary>The subsumed number was given up for another before.</summary>
    public const string SubsumedIsSubsumed = "subsumed-is-subsumed";

    /// <summary>The survivor was given up before: reversed (#4589) and circular merges end here.</summary>
    public const string SurvivorIsSubsumed = "survivor-is-subsumed";

    /// <summary>The same merge stands already.</summary>
    public const string Repeated = "repeated";

    /// <summary>One of the numbers was removed by its source, and not registered since.</summary>
    public const string Removed = "removed";

    /// <summary>A number is not known yet.</summary>
    public const string Unknown = "unknown";

    /// <summary>An unlink (A37) parted them.</summary>
    public const string Unlinked = "unlinked";
}
