using System.Globalization;
using HieImaging.Identity.Merging;
using Xunit;

namespace HieImaging.Tests.Identity;

/// <summary>Merges as a function of what was said: each story is told in every order in which it could arrive.</summary>
public sealed class MergeLedgerTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    // "1 A>B": at 1, A is merged into B; "A=B" renumbered; "A/B" unlinked; "A-" removed; "A+" registered.
    // Then who is given up for whom, and what became of each merge.
    [Theory]
    [InlineData("AB", "1 A>B", "A→B", "applied")]                                          // one way, and no other (HAPI #4287)
    [InlineData("B", "1 A>B", "", "pending:unknown")]                                       // before the feed of what is subsumed
    [InlineData("A", "1 A>B", "", "pending:unknown")]                                       // before the survivor's
    [InlineData("ABC", "1 A>B, 2 B>C", "A→C B→C", "applied applied")]                       // a chain
    [InlineData("ABCD", "1 A>B, 2 C>D, 3 B>D", "A→D B→D C→D", "applied applied applied")]
    [InlineData("AB", "1 A>A", "", "refused:self")]                                         // dcm4chee-arc #1086
    [InlineData("AB", "1 A>B, 2 A>B", "A→B", "applied refused:repeated")]
    [InlineData("AB", "1 A>B, 2 B>A", "A→B", "applied refused:survivor-is-subsumed")]       // dcm4chee-arc #4589
    [InlineData("ABC", "1 A>B, 2 B>C, 3 C>A", "A→C B→C", "applied applied refused:survivor-is-subsumed")]   // dcm4chee-arc #4697
    [InlineData("ABC", "1 A>B, 2 A>C", "A→B", "applied refused:subsumed-is-subsumed")]
    [InlineData("ABC", "1 B>C, 2 A>B", "B→C", "applied refused:survivor-is-subsumed")]      // into a number that is given up
    [InlineData("AC", "1 A>B, 2 A>C", "A→C", "pending:unknown applied")]                    // what is not known binds nothing yet
    [InlineData("AB", "1 A>B, 2 A/B", "", "undone:unlinked")]                               // dcm4chee-arc #3222
    [InlineData("AB", "1 A/B, 2 A>B", "A→B", "applied")]                                    // unlinked before they were merged
    [InlineData("AB", "1 A>B, 2 B/A, 3 A>B", "A→B", "undone:unlinked applied")]
    [InlineData("AB", "1 A>B, 2 B/A, 3 B>A", "B→A", "undone:unlinked applied")]
    [InlineData("ABC", "1 A>B, 2 B>C, 3 A/B", "B→C", "undone:unlinked applied")]
    [InlineData("ABC", "1 A>B, 2 B>C, 3 A/C", "A→B", "applied undone:unlinked")]            // by way of another: what was said last
    [InlineData("ABC", "1 A>C, 2 B>C, 3 A/B", "A→C", "applied undone:unlinked")]
    [InlineData("ABC", "1 A>B, 2 C/A", "A→B", "applied")]
    [InlineData("A", "1 A=B", "A→B", "applied")]                                            // the new number comes by the renumbering
    [InlineData("A", "1 A=B, 2 B=C", "A→C B→C", "applied applied")]
    [InlineData("", "1 A=B", "", "pending:unknown")]
    [InlineData("A", "1 A=B, 2 A=C", "A→B", "applied refused:subsumed-is-subsumed")]
    [InlineData("AC", "1 A=B, 2 C>B", "A→B C→B", "applied applied")]
    [InlineData("A", "1 A=B, 2 B=A", "A→B", "applied refused:survivor-is-subsumed")]
    [InlineData("AB", "1 A=B, 2 A/B", "A→B", "applied")]                                    // a number's new form is no second patient
    [InlineData("AB", "1 B-, 2 A>B", "", "refused:removed")]
    [InlineData("AB", "1 B-, 2 B+, 3 A>B", "A→B", "applied")]
    [InlineData("AB", "1 A>B, 2 B-", "A→B", "applied")]
    [InlineData("AB", "1 A>B, 2 A>B, 3 A/B", "", "undone:unlinked refused:repeated")]
    public void Any_order_of_arrival_is_the_table(string known, string said, string survivors, string verdicts)
    {
        var events = said.Split(", ").Select(text => Event(text, 0)).ToList();
        foreach (var order in Orders.Of(events))
        {
            var ledger = MergeLedger.Of(order, number => known.Contains(number, StringComparison.Ordinal));
            Assert.Equal(survivors, string.Join(' ', ledger.Survivors.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}→{one.Value}")));
            Assert.Equal(verdicts, string.Join(' ', ledger.Verdicts.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => Word(one.Value))));
        }
    }

    [Fact]
    public void What_was_said_at_one_instant_is_ordered_by_its_digest()
    {
        var (one, other) = (new MergeEvent.Merged("x", Day, "aa", "A", "B"), new MergeEvent.Merged("y", Day, "bb", "B", "A"));
        foreach (var order in Orders.Of(new MergeEvent[] { one, other }))
            Assert.Equal("B", MergeLedger.Of(order, _ => true).Survivors["A"]);
    }

    [Fact]
    public void Random_stories_end_alike_in_every_order()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var story = 0; story < 300; story++)
        {
            var events = Enumerable.Range(1, 5).Select(at => Event($"{random.Next(1, 5)} {Letter()}{">>>=/-"[random.Next(6)]}{Letter()}", at)).ToList();
            var known = Letter() + Letter() + Letter();
            var ends = Orders.Of(events).Select(order => MergeLedger.Of(order, number => known.Contains(number, StringComparison.Ordinal)))
                .Select(Told).Distinct().ToList();
            Assert.True(ends.Count == 1, $"seed {seed}, story {story}: {ends.Count} ends");
            Assert.All(MergeLedger.Of(events, _ => true).Survivors, one => Assert.NotEqual(one.Key, one.Value));
        }

        string Letter() => "ABCD"[random.Next(4)].ToString();
    }

    private static string Told(MergeLedger ledger) =>
        string.Join(' ', ledger.Survivors.OrderBy(one => one.Key, StringComparer.Ordinal)) + "|"
        + string.Join(' ', ledger.Verdicts.OrderBy(one => one.Key, StringComparer.Ordinal));

    private static string Word(MergeVerdict verdict) =>
        verdict.State.ToString().ToLowerInvariant() + (verdict.Reason is { } reason ? ":" + reason : "");

    private static MergeEvent Event(string text, int number)
    {
        var at = Day.AddMinutes(text[0] - '0');
        var (id, a, b) = ($"{number}{text[0]}", text[2..3], text.Length > 4 ? text[4..5] : "");
        var digest = number.ToString("x2", CultureInfo.InvariantCulture);
        return text[3] switch
        {
            '>' => new MergeEvent.Merged(id, at, digest, a, b),
            '=' => new MergeEvent.Merged(id, at, digest, a, b) { Renumbered = true },
            '/' => new MergeEvent.Unlinked(id, at, digest, a, b),
            '-' => new MergeEvent.Removed(id, at, digest, a),
            _ => new MergeEvent.Registered(id, at, digest, a),
        };
    }
}
