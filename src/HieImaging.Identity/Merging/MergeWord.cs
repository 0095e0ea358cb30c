using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Identity.Merging;

/// <summary>A source gives one of its numbers up for another: A40, A47, or FHIR's replaced-by (ITI-104).</summary>
internal sealed record MergeWord
{
    /// <summary>MRG-1: given up. Of the survivor's authority, which the feeder feeds
    /// (<c>FeedAuthority.OfMerge</c>).</summary>
    public required PatientIdentifier Subsumed { get; init; }

    /// <summary>PID-3: what it is given up for.</summary>
    public required PatientIdentifier Survivor { get; init; }

    /// <summary>A47: the same record under a new number, which comes with the renumbering.</summary>
    public bool Renumbered { get; init; }

    /// <summary>Id of the participant that says it.</summary>
    public required string Feeder { get; init; }

    /// <summary>As that of a <c>FeedWord</c>.</summary>
    public DateTimeOffset? SaidAt { get; init; }

    /// <summary>By which message; never a name or a number of a patient.</summary>
    public required string Cause { get; init; }
}
