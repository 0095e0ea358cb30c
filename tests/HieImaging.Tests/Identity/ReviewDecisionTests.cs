using HieImaging.Identity.Reviewing;
using Xunit;

namespace HieImaging.Tests.Identity;

public sealed class ReviewDecisionTests
{
    private const string Low = "s-aaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string High = "s-bbbbbbbbbbbbbbbbbbbbbbbbbb";

    // votes: what others or the steward "ann" said before, as steward:choice; claim: who holds the item
    [Theory]
    [InlineData("Pair", "Open", "ann", "", "Link", true, "waits")]
    [InlineData("Pair", "Open", "ann", "bob:Link", "Link", true, "decided")]
    [InlineData("Pair", "Open", "ann", "ann:Link", "Link", true, "409 duplicate")]                 // one steward has one voice
    [InlineData("Pair", "Open", "ann", "", "Link", false, "decided")]                               // four eyes switched off
    [InlineData("Pair", "Open", "ann", "", "NotTheSame", false, "decided")]                         // parting takes one
    [InlineData("Pair", "Open", "ann", "bob:Link", "NotTheSame", false, "decided")]                 // the careful voice decides
    [InlineData("Pair", "Open", "ann", "ann:Link", "NotTheSame", false, "decided")]                 // a steward may think again
    [InlineData("Pair", "Open", "bob", "", "Link", true, "409 conflict")]                           // somebody else's claim
    [InlineData("Pair", "Open", null, "", "Link", true, "409 conflict")]                            // no claim, or a lapsed one
    [InlineData("Pair", "Open", null, "bob:Link", "Link", true, "409 conflict")]
    [InlineData("Pair", "Linked", "ann", "", "Link", true, "409 conflict")]
    [InlineData("Pair", "Refused", "ann", "", "NotTheSame", false, "409 conflict")]
    [InlineData("Pair", "Superseded", "ann", "", "NotTheSame", false, "409 conflict")]
    [InlineData("Pair", "Open", "ann", "", "Correction", true, "422 business-rule")]
    [InlineData("Pair", "Open", "ann", "", "Undo", true, "422 business-rule")]
    [InlineData("Contradiction", "Open", "ann", "bob:Link", "Link", true, "decided")]
    [InlineData("Contradiction", "Open", "ann", "", "NotTheSame", false, "decided")]
    [InlineData("Overlay", "Open", "ann", "", "Correction", true, "waits")]
    [InlineData("Overlay", "Open", "ann", "bob:Correction", "Correction", true, "decided")]
    [InlineData("Overlay", "Open", "ann", "bob:Correction", "AnotherPerson", false, "decided")]
    [InlineData("Overlay", "Open", "ann", "", "Link", true, "422 business-rule")]
    [InlineData("Alone", "Open", "ann", "", "Noted", false, "decided")]                             // a record that is doubtful by itself
    [InlineData("Alone", "Open", null, "", "Noted", false, "409 conflict")]
    [InlineData("Alone", "Open", "ann", "", "Link", true, "422 business-rule")]
    [InlineData("Pair", "Open", "ann", "", "Noted", false, "422 business-rule")]
    public void An_item_of_the_queue_is_decided_as_the_table_says(
        string kind, string state, string? claim, string votes, string choice, bool takesTwo, string expected) =>
        Assert.Equal(expected, Said(kind, state, claim, votes, choice, isQueued: true, takesTwo));

    [Theory]
    [InlineData("Open", null, "", "Link", true, "waits")]                                           // no claim is needed
    [InlineData("Open", null, "bob:Link", "Link", true, "decided")]
    [InlineData("Open", "bob", "", "Link", true, "409 conflict")]                                   // but nobody else's may stand
    [InlineData("Open", "bob", "", "NotTheSame", false, "decided")]                                 // a wrong link is parted at once
    [InlineData("Linked", null, "bob:Link,cyd:Link", "NotTheSame", false, "decided")]
    [InlineData("Refused", null, "bob:NotTheSame", "Link", true, "waits")]                          // decided once, opened again
    [InlineData("Linked", null, "bob:Link,cyd:Link", "Link", true, "waits")]                        // old voices count no second time
    [InlineData("Superseded", null, "", "Link", true, "waits")]
    [InlineData("Open", null, "", "Undo", false, "decided")]
    [InlineData("Open", null, "bob:Undo", "Undo", true, "decided")]
    public void Two_that_a_steward_names_are_decided_as_the_table_says(
        string state, string? claim, string votes, string choice, bool takesTwo, string expected) =>
        Assert.Equal(expected, Said("Pair", state, claim, votes, choice, isQueued: false, takesTwo));

    [Fact]
    public void A_steward_who_thinks_again_has_one_voice()
    {
        var decided = Assert.IsType<ReviewDecision.Decided>(ReviewDecision.On(
            Item("Pair", "Open", "ann", "ann:Link"), Vote("ann", "NotTheSame"), isQueued: true, takesTwo: false));
        Assert.Equal(ReviewChoice.NotTheSame, Assert.Single(decided.Votes).Choice);
    }

    [Theory]
    [InlineData(null, null, "404")]
    [InlineData("Open", null, "")]
    [InlineData("Open", "ann", "")]                                                                 // again: the time begins anew
    [InlineData("Open", "bob", "409")]
    [InlineData("Linked", null, "409")]
    [InlineData("Superseded", null, "409")]
    public void A_claim_is_given_as_the_table_says(string? state, string? claim, string expected) =>
        Assert.Equal(expected, ClaimDecision.On(state is null ? null : Item("Pair", state, claim, ""), "ann")?.Status.ToString(null, null) ?? "");

    [Theory]
    [InlineData("ann", "")]
    [InlineData("bob", "409")]
    [InlineData(null, "409")]
    public void Only_who_holds_a_claim_gives_it_back(string? claim, string expected) =>
        Assert.Equal(expected, ClaimDecision.OnRelease(Item("Pair", "Open", claim, ""), "ann")?.Status.ToString(null, null) ?? "");

    // JeMPI PR 203: an item of the queue pointed at a person who was there no more.
    [Theory]
    [InlineData(Low, High, ReviewKind.Pair, true)]
    [InlineData(Low, Low, ReviewKind.Pair, false)]
    [InlineData(Low, Low, ReviewKind.Overlay, true)]
    [InlineData(Low, High, ReviewKind.Overlay, false)]
    [InlineData("p-aaaaaaaaaaaaaaaaaaaaaaaaaa", High, ReviewKind.Pair, false)]                      // persons come and go
    [InlineData("s-short", High, ReviewKind.Pair, false)]
    [InlineData("s-AAAAAAAAAAAAAAAAAAAAAAAAAA", High, ReviewKind.Pair, false)]
    public void Items_are_keyed_by_source_identities(string a, string b, ReviewKind kind, bool valid)
    {
        Assert.Equal(valid, ReviewKey.Of(a, b, kind) is not null);
        Assert.Equal(ReviewKey.Of(a, b, kind), ReviewKey.Of(b, a, kind));
    }

    [Theory]
    [InlineData(Low, High, ReviewKind.Pair, true)]
    [InlineData(Low, Low, ReviewKind.Pair, true)]                                                   // more candidates than can be compared
    [InlineData(Low, Low, ReviewKind.Contradiction, false)]
    [InlineData(Low, High, ReviewKind.Overlay, false)]
    public void An_item_of_the_queue_may_be_of_a_record_alone(string a, string b, ReviewKind kind, bool valid) =>
        Assert.Equal(valid, ReviewKey.OfItem(a, b, kind) is not null);

    [Fact]
    public void A_place_in_the_queue_is_found_again()
    {
        var place = new ReviewPlace(31.25, Low, High, ReviewKind.Contradiction);
        Assert.Equal(place, ReviewPlace.Parse(place.ToString()));
        Assert.All(["", "1~a~b", "x~a~b~Pair", "1~a~b~Nothing", "NaN~a~b~Pair"], text => Assert.Null(ReviewPlace.Parse(text)));
    }

    private static string Said(string kind, string state, string? claim, string votes, string choice, bool isQueued, bool takesTwo) =>
        ReviewDecision.On(Item(kind, state, claim, votes), Vote("ann", choice), isQueued, takesTwo) switch
        {
            ReviewDecision.Waiting => "waits",
            ReviewDecision.Decided decided when decided.Choice == Enum.Parse<ReviewChoice>(choice) => "decided",
            ReviewDecision.Refused refused => $"{refused.Why.Status} {refused.Why.Code}",
            var other => other.ToString()!,
        };

    private static ReviewItem Item(string kind, string state, string? claim, string votes) => new()
    {
        Low = Low, High = kind is "Overlay" or "Alone" ? Low : High, Kind = kind == "Alone" ? ReviewKind.Pair : Enum.Parse<ReviewKind>(kind), State = Enum.Parse<ReviewState>(state),
        Reason = "score", ClaimedBy = claim,
        Votes = [.. votes.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(':')).Select(pair => Vote(pair[0], pair[1]))],
    };

    private static ReviewVote Vote(string steward, string choice) =>
        new(steward, Enum.Parse<ReviewChoice>(choice), "because", DateTimeOffset.UnixEpoch);
}
