using HieImaging.Fhir.Outcomes;

namespace HieImaging.Identity.Reviewing;

/// <summary>Why a steward's wish is not done: one list for the doors and for the command.</summary>
/// <param name="Status">HTTP's.</param>
/// <param name="Code">One of <see cref="IssueCode"/>.</param>
/// <param name="Text">One sentence without a name or a number of a patient.</param>
public sealed record ReviewRefusal(int Status, string Code, string Text)
{
    // What the caller may not see is absent, in the same words (principle 9).
    public static ReviewRefusal NotFound { get; } =
        new(404, IssueCode.NotFound, "There is no such pair of source identities to be seen here.");

    public static ReviewRefusal NotAPair { get; } =
        new(400, IssueCode.Invalid,
            "Two different source identities are named, as Patient/s-… each; of an item of one record that one, twice.");

    public static ReviewRefusal NotAChoice { get; } = new(422, IssueCode.BusinessRule, "An item of this kind is not decided so.");
    public static ReviewRefusal NoReason { get; } = new(422, IssueCode.Required, "A decision has a reason of 1 to 500 characters.");
    public static ReviewRefusal Decided { get; } = new(409, IssueCode.Conflict, "The item is decided already.");

    public static ReviewRefusal Superseded { get; } =
        new(409, IssueCode.Conflict, "The sources have said something else since; the item no longer waits.");

    public static ReviewRefusal ClaimedByAnother { get; } = new(409, IssueCode.Conflict, "Another steward has claimed the item.");

    public static ReviewRefusal NotClaimed { get; } = new(
        409, IssueCode.Conflict,
        "The item is not claimed, or the claim has lapsed, or a record has changed since; claim it and look again.");

    public static ReviewRefusal VotedAlready { get; } =
        new(409, IssueCode.Duplicate, "This steward has said so already; another steward must say the same.");

    public static ReviewRefusal NoSplit { get; } = new(404, IssueCode.NotFound, "There is no such split to be seen here.");

    public static ReviewRefusal NothingToUndo { get; } =
        new(409, IssueCode.Conflict, "No assertion of a steward stands between the two.");
}
