using System.Globalization;
using HieImaging.Fhir.Outcomes;

namespace HieImaging.Identity.Reviewing;

/// <summary>Which items of the queue, the surest first.</summary>
/// <param name="State">Null: in any state.</param>
/// <param name="Kind">Null: of any kind.</param>
/// <param name="OpenedBefore">Null: of any age.</param>
/// <param name="Count">At most so many.</param>
/// <param name="After">The last of the page before.</param>
public sealed record ReviewFilter(
    ReviewState? State = ReviewState.Open, ReviewKind? Kind = null, DateTimeOffset? OpenedBefore = null, int Count = 20,
    ReviewPlace? After = null)
{
    /// <summary>From words, as an operation or the command gives them.</summary>
    /// <param name="word">The value of a parameter, or null.</param>
    /// <param name="most">How many may be asked for.</param>
    /// <param name="problem">What is wrong, where null is returned.</param>
    public static ReviewFilter? Read(Func<string, string?> word, int most, out FhirIssue? problem)
    {
        ReviewState? state = ReviewState.Open;
        if (word("state") is { } stateWord)
            state = stateWord == "any" ? null : Enum.TryParse<ReviewState>(stateWord, true, out var known) ? known : (ReviewState)(-1);
        ReviewKind? kind = null;
        if (word("kind") is { } kindWord)
            kind = Enum.TryParse<ReviewKind>(kindWord, true, out var one) ? one : (ReviewKind)(-1);
        DateTimeOffset? before = null;
        if (word("openedBefore") is { } instant)
            before = DateTimeOffset.TryParse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
        var count = word("count") is not { } number ? 20 : int.TryParse(number, CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        var after = word("after") is { } place ? ReviewPlace.Parse(place) : null;
        var wrong = state is { } s && !Enum.IsDefined(s) ? "state"
            : kind is { } k && !Enum.IsDefined(k) ? "kind"
            : word("openedBefore") is not null && before is null ? "openedBefore"
            : count < 1 || count > most ? "count"
            : word("after") is not null && after is null ? "after"
            : null;
        problem = wrong is null ? null : FhirIssue.Error(IssueCode.Value, "The value of a parameter is none that it can have.", wrong);
        return wrong is null ? new ReviewFilter(state, kind, before, count, after) : null;
    }
}

/// <summary>A place in the queue: items stand by their bits, then by key.</summary>
public sealed record ReviewPlace(double Bits, string Low, string High, ReviewKind Kind)
{
    /// <summary>An item without bits stands behind all that have some.</summary>
    public const double NoBits = -1e9;

    public static ReviewPlace Of(ReviewItem item) => new(item.Bits ?? NoBits, item.Low, item.High, item.Kind);

    public override string ToString() => FormattableString.Invariant($"{Bits:R}~{Low}~{High}~{Kind}");

    /// <summary>Null where it is no place.</summary>
    public static ReviewPlace? Parse(string text) =>
        text.Split('~') is [var bits, var low, var high, var kind]
        && double.TryParse(bits, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
        && Enum.TryParse<ReviewKind>(kind, out var known) && Enum.IsDefined(known)
            ? new ReviewPlace(value, low, high, known)
            : null;
}
