using HieImaging.AffinityDomain.Identifiers;

namespace HieImaging.Identity.Merging;

/// <summary>A source says that two of its records are one patient (A24), or are not (A37); nothing is given up.</summary>
internal sealed record AssertionWord
{
    /// <summary>Both of authorities that the feeder feeds (<c>FeedAuthority.OfLink</c>).</summary>
    public required PatientIdentifier One { get; init; }

    public required PatientIdentifier Other { get; init; }

    /// <summary>True: one patient. False: two; a merge of them is undone by it.</summary>
    public required bool Linked { get; init; }

    /// <summary>Id of the participant that says it.</summary>
    public required string Feeder { get; init; }

    /// <summary>As that of a <c>FeedWord</c>.</summary>
    public DateTimeOffset? SaidAt { get; init; }

    /// <summary>By which message; never a name or a number of a patient.</summary>
    public required string Cause { get; init; }
}
