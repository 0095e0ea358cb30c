namespace HieImaging.Identity.Reviewing;

/// <summary>What a steward is answered.</summary>
public abstract record ReviewAnswer
{
    private ReviewAnswer() { }

    /// <summary>Held until then; what the records say.</summary>
    public sealed record Claimed(ReviewItem Item, DateTimeOffset Until, IReadOnlyList<(string Id, byte[] Patient)> Patients) : ReviewAnswer;

    /// <summary>The item as it stands now. Waiting: for another steward's voice, or for anybody.</summary>
    public sealed record Done(ReviewItem Item, bool IsWaiting) : ReviewAnswer;

    public sealed record Refused(ReviewRefusal Why) : ReviewAnswer;
}
