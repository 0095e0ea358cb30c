using HieImaging.RecordLocator.Persons;

namespace HieImaging.Identity.Keeping;

/// <summary>
/// How a number stands after all that was said under it: a function of the words and of when they were said, never of when they came. The
/// latest word counts; one that describes wholly another patient (an overlay) is kept aside, and the number is nobody else's record
/// until a steward has decided.
/// </summary>
/// <param name="Current">The word that counts; null: none was said.</param>
/// <param name="Aside">The overlay that waits for a steward.</param>
/// <param name="IsRemoved">Taken away by its source after that word.</param>
internal sealed record SourceStanding(SourceIdentity? Current, SourceIdentity? Aside, bool IsRemoved)
{
    // what its source said last: the overlay, or that it is who it was
    private SourceIdentity? Last { get; init; } = Current;

    /// <summary>Digest of what its source said last: a steward's acceptance is of that and of nothing else.</summary>
    public string? LastDigest { get; private init; }

    public static SourceStanding Unknown { get; } = new(null, null, false);

    /// <summary>Where no merge names the number.</summary>
    public SourceState State =>
        IsRemoved ? SourceState.Removed : Aside is not null ? SourceState.Quarantined : SourceState.Registered;

    /// <param name="words">All, in whatever order.</param>
    /// <param name="named">As a manifest names the patient, where one does: counts where no feed has spoken.</param>
    public static SourceStanding Of(IEnumerable<SaidWord> words, SourceIdentity? named = null)
    {
        var ordered = words.OrderBy(word => word.SaidAt).ThenBy(word => word.Digest, StringComparer.Ordinal).ToList();
        return ordered.Exists(word => word.Kind == SaidKind.Word) || named?.Origin != IdentityOrigin.Manifest
            ? ordered.Aggregate(Unknown, (standing, word) => standing.After(word))
            : new SourceStanding(named, null, ordered.Exists(word => word.Kind == SaidKind.Removal));
    }

    /// <summary>With one more word, said after all others.</summary>
    public SourceStanding After(SaidWord word) => word.Kind switch
    {
        SaidKind.Removal => this with { Aside = null, IsRemoved = Current is not null },
        SaidKind.OverlayAccepted when Aside is not null && Accepts(word) => this with { Current = Last, Aside = null },
        SaidKind.Word when Current is null || !OverlayRule.IsOverlay(Current, word.Said!) =>
            this with { Current = word.Said, Last = word.Said, LastDigest = word.Digest, IsRemoved = false },
        SaidKind.Word => this with { Aside = word.Said, Last = word.Said, LastDigest = word.Digest, IsRemoved = false },
        _ => this,
    };

    // A word that was said before the steward looked, and came after, was not looked at.
    private bool Accepts(SaidWord word) =>
        word.Digest == SourceWords.DigestOf(SaidKind.OverlayAccepted)
        || (LastDigest is { } last && word.Digest == SourceWords.DigestOfAcceptance(last));
}
