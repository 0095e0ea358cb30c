namespace HieImaging.Identity.Reviewing;

/// <summary>
/// What a steward's word does to a review item. Joining takes two stewards who say the same (four eyes), parting takes one: a false link
/// shows one person's images to another's physician, a missed one is found again. Pure.
/// </summary>
internal abstract record ReviewDecision
{
    private ReviewDecision() { }

    /// <summary>Heard; another steward must say the same.</summary>
    internal sealed record Waiting(IReadOnlyList<ReviewVote> Votes) : ReviewDecision;

    /// <summary>Decided as <paramref name="Choice"/> says.</summary>
    internal sealed record Decided(ReviewChoice Choice, IReadOnlyList<ReviewVote> Votes) : ReviewDecision;

    internal sealed record Refused(ReviewRefusal Why) : ReviewDecision;

    /// <param name="isQueued">Decided from the queue: only what the steward has claimed. A steward who names two sources himself needs no
    /// claim, but nobody else's may stand.</param>
    /// <param name="takesTwo">Four eyes are in force, and this choice may join persons.</param>
    public static ReviewDecision On(ReviewItem item, ReviewVote vote, bool isQueued, bool takesTwo)
    {
        if (!Choices(item, isQueued).Contains(vote.Choice))
            return new Refused(ReviewRefusal.NotAChoice);
        if (isQueued && item.State != ReviewState.Open)
            return new Refused(item.State == ReviewState.Superseded ? ReviewRefusal.Superseded : ReviewRefusal.Decided);
        // a wrong link is parted at once, whoever is looking at it
        if (item.ClaimedBy is { } other && other != vote.Steward && (isQueued || vote.Choice != ReviewChoice.NotTheSame))
            return new Refused(ReviewRefusal.ClaimedByAnother);
        if (isQueued && item.ClaimedBy is null)
            return new Refused(ReviewRefusal.NotClaimed);

        // voices that were heard before the item was closed decided what is decided: they count no second time
        var heard = item.State == ReviewState.Open ? item.Votes : [];
        if (takesTwo && heard.Any(one => one.Steward == vote.Steward && one.Choice == vote.Choice))
            return new Refused(ReviewRefusal.VotedAlready);
        IReadOnlyList<ReviewVote> votes = [.. heard.Where(one => one.Steward != vote.Steward), vote];
        return !takesTwo || votes.Count(one => one.Choice == vote.Choice) > 1 ? new Decided(vote.Choice, votes) : new Waiting(votes);
    }

    private static ReviewChoice[] Choices(ReviewItem item, bool isQueued) => item.Kind switch
    {
        ReviewKind.Overlay => [ReviewChoice.Correction, ReviewChoice.AnotherPerson],
        _ when item.Low == item.High => [ReviewChoice.Noted],
        _ when isQueued => [ReviewChoice.Link, ReviewChoice.NotTheSame],
        _ => [ReviewChoice.Link, ReviewChoice.NotTheSame, ReviewChoice.Undo],
    };
}
