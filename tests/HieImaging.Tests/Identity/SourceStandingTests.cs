using HieImaging.Identity.Keeping;
using HieImaging.RecordLocator.Persons;
using Xunit;

namespace HieImaging.Tests.Identity;

/// <summary>How a number stands after what was said under it, told in every order in which it could arrive.</summary>
public sealed class SourceStandingTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    // Who was described at 1, 2, …: A and a are one patient (a moved house), Z another; - removed; ! one patient, a steward says; ? two.
    [Theory]
    [InlineData("A", "A", "registered")]
    [InlineData("Aa", "a", "registered")]                       // a late older word undoes nothing
    [InlineData("aAa", "a", "registered")]
    [InlineData("AZ", "A", "quarantined")]                      // overlay: the old word counts, the new one waits
    [InlineData("AZa", "a", "quarantined")]
    [InlineData("AZ!", "Z", "registered")]
    [InlineData("AZa!", "a", "registered")]                     // the source had put it right itself
    [InlineData("AZ?", "A", "quarantined")]                     // two patients under one number: it goes on standing alone
    [InlineData("AZ?a", "a", "quarantined")]
    [InlineData("AZ!Z", "Z", "registered")]
    [InlineData("A!", "A", "registered")]                       // nothing waited
    [InlineData("A-", "A", "removed")]
    [InlineData("A-a", "a", "registered")]                      // registered anew by its source
    [InlineData("A-Z", "A", "quarantined")]                     // a number that is given out again to another patient
    [InlineData("AZ-", "A", "removed")]
    [InlineData("-", "", "")]
    public void Any_order_of_arrival_is_the_table(string said, string counts, string state)
    {
        var words = said.Select((who, at) => Word(who, at)).ToList();
        foreach (var order in Orders.Of(words))
        {
            var standing = SourceStanding.Of(order);
            Assert.Equal(counts, standing.Current?.Feeder ?? "");
            Assert.Equal(state, standing.Current is null ? "" : standing.State.ToString().ToLowerInvariant());
        }
    }

    // Stewards have looked at Z and said: one patient. A third one was written in between, and that comes late.
    [Fact]
    public void What_stewards_have_not_seen_they_have_not_accepted()
    {
        SaidWord[] seen = [Word('A', 0), Word('Z', 1), Word('!', 4) with { Digest = SourceWords.DigestOfAcceptance("1") }];
        var late = Word('A', 2) with { Said = Person("Lindqvist", "Maja", "1958-07-30") with { Feeder = "Y" } };
        Assert.Equal("Z", SourceStanding.Of(seen).Current!.Feeder);
        foreach (var order in Orders.Of<SaidWord>([.. seen, late]))
            Assert.Equal(("A", SourceState.Quarantined), (SourceStanding.Of(order).Current!.Feeder, SourceStanding.Of(order).State));
    }

    [Fact]
    public void Whom_a_manifest_names_counts_until_a_feed_speaks()
    {
        var named = Someone.At("1.2.3", "N1", given: "Berta") with { Origin = IdentityOrigin.Manifest };
        Assert.Same(named, SourceStanding.Of([], named).Current);
        Assert.True(SourceStanding.Of([Word('-', 1)], named).IsRemoved);
        Assert.Equal("A", SourceStanding.Of([Word('A', 1)], named).Current!.Feeder);
    }


    private static SaidWord Word(char who, int at) => new(
        who switch { '-' => SaidKind.Removal, '!' => SaidKind.OverlayAccepted, '?' => SaidKind.OverlayRefused, _ => SaidKind.Word },
        Day.AddMinutes(at), who == '!' ? SourceWords.DigestOfAcceptance($"{at - 1}") : $"{at}", who switch
        {
            'A' or 'a' => Person("Rivera", "Ana", "1970-03-02") with { Feeder = $"{who}" },
            'Z' => Person("Okafor", "Benedict", "1991-11-23") with { Feeder = "Z" },
            _ => null,
        });

    internal static SourceIdentity Person(string? family, string? given, string? born) => Someone.At("1.2.3", "N1", family, given, born) with
    {
        Patient = System.Text.Encoding.UTF8.GetBytes(
            $$"""{"resourceType":"Patient","name":[{"family":"{{family}}","given":["{{given}}"]}]}"""),
    };
}
