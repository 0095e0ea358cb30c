namespace HieImaging.Identity.Reviewing;

/// <summary>Whether an item may be claimed, or given back. Pure; a claim that has lapsed, or of what has changed since, is none.</summary>
internal static class ClaimDecision
{
    /// <returns>Null: it may.</returns>
    public static ReviewRefusal? On(ReviewItem? item, string steward) => item switch
    {
        null => ReviewRefusal.NotFound,
        { State: ReviewState.Superseded } => ReviewRefusal.Superseded,
        { State: not ReviewState.Open } => ReviewRefusal.Decided,
        { ClaimedBy: { } other } when other != steward => ReviewRefusal.ClaimedByAnother,
        _ => null,
    };

    /// <returns>Null: it may.</returns>
    public static ReviewRefusal? OnRelease(ReviewItem? item, string steward) => item switch
    {
        null => ReviewRefusal.NotFound,
        { ClaimedBy: null } => ReviewRefusal.NotClaimed,
        { ClaimedBy: var other } when other != steward => ReviewRefusal.ClaimedByAnother,
        _ => null,
    };
}
