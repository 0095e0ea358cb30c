using System.Text;
using System.Text.Json.Nodes;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Identity.Linking;
using HieImaging.Identity.Reviewing;
using HieImaging.SystemTests.Ordering;
using HieImaging.Tests.Identity;
using Xunit;

namespace HieImaging.SystemTests.Storing;

/// <summary>What stewards say of two numbers beside what their source says: in the store itself, by the functions of every door.</summary>
public sealed class StewardWordTests(WhoIsWho who) : IClassFixture<WhoIsWho>
{
    private static readonly CancellationToken None = CancellationToken.None;

    // A trusted number links A and a; their source has said (A37) that they are two.
    [Fact]
    public async Task What_a_source_said_of_two_holds_again_when_stewards_take_their_word_back()
    {
        await HappenAsync("1 A, 1 a, 3 A/a");
        Assert.Equal("A", await who.FoundByAsync('A'));
        Assert.True(await SayAsync("ann", 'A', 'a', ReviewChoice.Link));
        Assert.False(await SayAsync("bob", 'A', 'a', ReviewChoice.Link));
        Assert.Equal("Aa", await who.FoundByAsync('A'));

        Assert.False(await SayAsync("bob", 'A', 'a', ReviewChoice.Undo));
        Assert.Equal("A", await who.FoundByAsync('A'));
    }

    // A merge that its source has undone (A37) stays undone: stewards who overrule that join two numbers, and give neither up.
    [Theory]
    [InlineData("5 B'", "registered")]
    [InlineData("5 A>B", "subsumed")]                                                  // merged anew by its source
    public async Task Stewards_who_overrule_a_source_bring_no_merge_back_and_their_undoing_leaves_no_trace(string later, string state)
    {
        await HappenAsync("1 A, 1 B, 3 A>B, 4 A/B, " + later);
        var unsaid = await DerivedAsync();
        foreach (var order in Orders.Of<string>(["4 A/B", later, "stewards"]))
        {
            await HappenAsync("1 A, 1 B, 3 A>B");
            foreach (var happening in order)
                if (happening != "stewards")
                    await who.HappenAsync(happening);
                else
                    Assert.Equal((true, false), (await SayAsync("ann", 'A', 'B', ReviewChoice.Link), await SayAsync("bob", 'A', 'B', ReviewChoice.Link)));
            Assert.Equal("AB", await who.FoundByAsync('A'));
            Assert.Contains($"source | A | {state}", await who.StateAsync(), StringComparison.Ordinal);

            Assert.False(await SayAsync("bob", 'A', 'B', ReviewChoice.Undo));
            Assert.Equal(unsaid, await DerivedAsync());
        }

        // all but the stewards' own word, which is kept as revoked
        async Task<IEnumerable<string>> DerivedAsync() =>
            (await who.StateAsync()).Split('\n').Where(line => !line.Contains("| must |", StringComparison.Ordinal));
    }

    // A47: what was said of A was said of N.
    [Theory]
    [InlineData("1 A, 2 A=N, 3 N!", "4 N&")]
    [InlineData("1 A, 2 A!, 3 A=N", "4 A&")]
    public async Task Of_a_renumbered_record_stewards_see_who_was_written_over_it_and_accept_nobody_else(string story, string late)
    {
        await HappenAsync(story);
        Assert.Equal(["Rivera", "Okafor"], await SeenByAsync("ann", 'N'));
        Assert.True(await CorrectAsync("ann", 'N'));
        Assert.Equal(["Rivera", "Okafor"], await SeenByAsync("bob", 'N'));
        Assert.False(await CorrectAsync("bob", 'N'));

        await who.HappenAsync(late);                                                   // said before they looked, and came after
        Assert.Equal(["Rivera", "Lindqvist"], await SeenByAsync("ann", 'N'));
    }

    [Fact]
    public async Task A_voice_about_a_renumbered_record_counts_no_more_once_something_else_is_said_under_the_old_number()
    {
        await HappenAsync("1 A, 2 A=N, 3 N!");
        Assert.Equal(["Rivera", "Okafor"], await SeenByAsync("ann", 'N'));
        Assert.True(await CorrectAsync("ann", 'N'));
        await who.HappenAsync("4 A&");

        Assert.Equal(["Rivera", "Lindqvist"], await SeenByAsync("bob", 'N'));
        Assert.True(await CorrectAsync("bob", 'N'));
    }

    [Fact]
    public async Task Two_whom_a_steward_parts_are_parted_whatever_is_asserted_on_the_way_between_them()
    {
        await HappenAsync("1 A, 1 B*, 1 C*, 2 A+B, 3 B+C");
        Assert.Equal("ABC", await who.FoundByAsync('A'));

        Assert.False(await SayAsync("ann", 'A', 'C', ReviewChoice.NotTheSame));
        Assert.Equal("AB", await who.FoundByAsync('A'));
        var splits = await who.Splits.ListAsync(Steward.AtCommandLine("ann", Transaction.SplitReport), 10, None);
        Assert.Equal(2, splits.Count);                                                 // as either side has it
        Assert.All(splits, split => Assert.Equal(
            new[] { who.Id('A'), who.Id('B'), who.Id('C') }.Order(StringComparer.Ordinal), split.One.Concat(split.Other).Order(StringComparer.Ordinal)));
    }

    // Both sides go where others are already, by one decision; and the link came from a clock that runs ahead.
    [Fact]
    public async Task A_split_after_which_nobody_is_alone_is_told_too()
    {
        await who.ForgetAsync();
        foreach (var (sources, from, minute) in ((string[], string[]?, int)[])
            [(["a", "b"], null, 9), (["c", "e"], null, 2), (["d", "f"], null, 3), (["a", "c", "e"], ["b"], 5), (["b", "d", "f"], ["a"], 5)])
            await who.ExecuteAsync($"""
                insert into identity.link_decision (decided_at, person_id, sources, verb, rule, evidence, cause, parted_from)
                values ({new DateTimeOffset(2026, 11, 1, 8, minute, 0, TimeSpan.Zero)}, {"p-" + sources[0]}, {sources}, 'linked', 'x', '', 'test', {from})
                """);
        var splits = await who.Splits.ListAsync(Steward.AtCommandLine("ann", Transaction.SplitReport), 10, None);
        Assert.Equal(["b d f from a since 5", "a c e from b since 5"], splits.Select(
            split => $"{string.Join(' ', split.One)} from {string.Join(' ', split.Other)} since {split.Since.Minute}"));
    }

    [Fact]
    public async Task What_a_steward_decided_of_a_number_is_not_asked_again_of_the_one_that_it_is_given_up_for()
    {
        await HappenAsync("1 A*, 1 B*, 1 b");
        Assert.Equal([who.Id('A'), who.Id('B')], await WaitingWithAsync('b'));

        Assert.False(await SayAsync("ann", 'B', 'b', ReviewChoice.NotTheSame));
        Assert.Equal([who.Id('A')], await WaitingWithAsync('b'));
        await who.HappenAsync("3 B>A");
        Assert.Equal([], await WaitingWithAsync('b'));
        await who.HappenAsync("4 b'");                                                 // whichever side speaks last
        Assert.Equal([], await WaitingWithAsync('b'));

        async Task<IEnumerable<string>> WaitingWithAsync(char number)
        {
            var items = await who.Queue.ListAsync(Steward.AtCommandLine("ann", Transaction.ReviewQueue), new ReviewFilter(), None);
            return items.Where(item => item.Low == who.Id(number) || item.High == who.Id(number))
                .Select(item => item.Low == who.Id(number) ? item.High : item.Low).OrderBy(id => id == who.Id('B'));
        }
    }

    [Fact]
    public async Task A_voice_about_words_that_have_changed_since_joins_nobody()
    {
        await HappenAsync("1 A, 1 b");
        Assert.True(await SayAsync("ann", 'A', 'b', ReviewChoice.Link));
        await who.HappenAsync("4 b'");

        Assert.True(await SayAsync("bob", 'A', 'b', ReviewChoice.Link));
        Assert.Equal("A", await who.FoundByAsync('A'));
        Assert.False(await SayAsync("ann", 'A', 'b', ReviewChoice.Link));
        Assert.Equal("Ab", await who.FoundByAsync('A'));
    }

    [Theory]
    [InlineData("1 A, 2 A!", "3 A&", "AA", ReviewKind.Overlay, ReviewChoice.Correction)]     // a third patient's word, whom nobody looked at
    [InlineData("1 A, 1 b", "4 b'", "Ab", ReviewKind.Pair, ReviewChoice.Link)]
    public async Task What_is_said_of_a_claimed_record_after_it_has_changed_counts_only_once_it_was_looked_at_again(
        string story, string change, string numbers, ReviewKind kind, ReviewChoice choice)
    {
        await HappenAsync(story);
        var key = ReviewKey.Of(who.Id(numbers[0]), who.Id(numbers[1]), kind)!;
        var (ann, bob) = (Steward.AtCommandLine("ann", Transaction.ReviewDecide), Steward.AtCommandLine("bob", Transaction.ReviewDecide));
        if (kind == ReviewKind.Pair)
            await SayAsync("cid", numbers[0], numbers[1], choice);                             // so that it waits in the queue
        await ClaimAsync(bob);
        await who.HappenAsync(change);

        Assert.Equal(ReviewRefusal.NotClaimed, await RefusedAsync(bob));
        await ClaimAsync(ann);                                                                 // such a claim holds nobody up
        Assert.Equal(ReviewRefusal.ClaimedByAnother, await RefusedAsync(bob));
        Assert.True(await DecideAsync(ann));
        await ClaimAsync(bob);
        Assert.False(await DecideAsync(bob));

        async Task ClaimAsync(Steward steward) => Assert.Equal(2, Assert.IsType<ReviewAnswer.Claimed>(await who.Queue.ClaimAsync(steward, key, None)).Patients.Count);
        async Task<bool> DecideAsync(Steward steward) => Assert.IsType<ReviewAnswer.Done>(await AnswerAsync(steward)).IsWaiting;
        async Task<ReviewRefusal> RefusedAsync(Steward steward) => Assert.IsType<ReviewAnswer.Refused>(await AnswerAsync(steward)).Why;
        Task<ReviewAnswer> AnswerAsync(Steward steward) => who.Stewards.DecideAsync(steward, key, choice, "because", None);
    }

    [Fact]
    public async Task Whoever_claims_a_record_while_its_source_says_something_is_shown_what_it_says()
    {
        await HappenAsync("1 A, 2 A!");
        var (bob, key) = (Steward.AtCommandLine("bob", Transaction.ReviewClaim), ReviewKey.Of(who.Id('A'), who.Id('A'), ReviewKind.Overlay)!);
        Task<ReviewAnswer>? claim = null;
        await who.HappenAsync("3 A&", async () =>
        {
            claim = who.Queue.ClaimAsync(bob, key, None);
            await who.SomebodyWaitsAsync();
        });

        var claimed = Assert.IsType<ReviewAnswer.Claimed>(await claim!);
        Assert.Contains(claimed.Patients, shown => Encoding.UTF8.GetString(shown.Patient).Contains("Lindqvist", StringComparison.Ordinal));
    }

    // A and B are one by way of the other hospital's a alone.
    [Fact]
    public async Task A_hospitals_steward_is_told_nothing_of_the_records_of_other_hospitals()
    {
        await HappenAsync("1 A, 1 a, 1 B*, 2 a+B");
        var (all, own) = (await ExplainAsync($"true"), await ExplainAsync($"source.authority = '1.2.3.1'"));
        Assert.True(all.IsOnePerson && own.IsOnePerson);
        Assert.Equal(who.Id('a'), all.Way[1]);
        Assert.Empty(own.Way);
        Assert.DoesNotContain(who.Id('a'), ExplanationText.Of(own), StringComparison.Ordinal);
        Assert.Single(own.Changes);                                                            // not that A and a became one

        Assert.False(await SayAsync("ann", 'A', 'B', ReviewChoice.NotTheSame));
        var parted = (await ExplainAsync($"source.authority = '1.2.3.1'")).Changes;
        Assert.Equal(own.Changes[0], parted[^1]);
        Assert.Equal(["operator:ann", "operator:ann"], parted.SkipLast(1).Select(change => change.Actor));       // as either side has it

        async Task<LinkExplanation> ExplainAsync(SqlFragment visible)
        {
            var steward = Steward.AtCommandLine("north", Transaction.ExplainLink) with { Visible = visible };
            return (await who.Explaining.RunAsync(steward, ReviewKey.Of(who.Id('A'), who.Id('B'), ReviewKind.Pair)!, None))!;
        }
    }

    [Fact]
    public async Task A_record_that_is_doubtful_by_itself_is_claimed_and_noted()
    {
        await HappenAsync("1 A");
        await who.ExecuteAsync($"""
            insert into identity.review_item (low, high, kind, reason, evidence, opened_at)
            values ({who.Id('A')}, {who.Id('A')}, 'pair', {DoubtReason.Overflow}, jsonb_build_object(), now())
            """);
        var key = ReviewKey.OfItem(who.Id('A'), who.Id('A'), ReviewKind.Pair)!;
        var ann = Steward.AtCommandLine("ann", Transaction.ReviewDecide);

        Assert.Single(Assert.IsType<ReviewAnswer.Claimed>(await who.Queue.ClaimAsync(ann, key, None)).Patients);
        var done = Assert.IsType<ReviewAnswer.Done>(await who.Stewards.DecideAsync(ann, key, ReviewChoice.Noted, "a placeholder", None));
        Assert.Equal((ReviewState.Refused, false), (done.Item.State, done.IsWaiting));
    }

    /// <returns>Family names of the Patients that a claim shows: who stands, and who is held back.</returns>
    private async Task<IEnumerable<string?>> SeenByAsync(string name, char number) =>
        Assert.IsType<ReviewAnswer.Claimed>(await who.Queue.ClaimAsync(
            Steward.AtCommandLine(name, Transaction.ReviewClaim), OverlayOf(number), None)).Patients
        .Select(one => (string?)JsonNode.Parse(one.Patient)!["name"]![0]!["family"]);

    /// <returns>Whether another steward must say the same.</returns>
    private async Task<bool> CorrectAsync(string name, char number) =>
        Assert.IsType<ReviewAnswer.Done>(await who.Stewards.DecideAsync(
            Steward.AtCommandLine(name, Transaction.ReviewDecide), OverlayOf(number), ReviewChoice.Correction, "because", None)).IsWaiting;

    private ReviewKey OverlayOf(char number) => ReviewKey.Of(who.Id(number), who.Id(number), ReviewKind.Overlay)!;

    private async Task HappenAsync(string story)
    {
        await who.ForgetAsync();
        foreach (var happening in story.Split(", "))
            await who.HappenAsync(happening);
    }

    /// <returns>Whether another steward must say the same.</returns>
    private async Task<bool> SayAsync(string name, char one, char other, ReviewChoice choice) =>
        Assert.IsType<ReviewAnswer.Done>(await who.Stewards.AssertAsync(
            Steward.AtCommandLine(name, Transaction.StewardLink), ReviewKey.Of(who.Id(one), who.Id(other), ReviewKind.Pair)!, choice, "because", None)).IsWaiting;
}
