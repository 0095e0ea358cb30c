using HieImaging.Identity.Linking;
using HieImaging.Identity.Matching;
using HieImaging.RecordLocator.Persons;
using Xunit;

namespace HieImaging.Tests.Identity;

public sealed class PartitionTests
{
    [Fact]
    public void Three_hospitals_that_know_one_person_make_one_person() =>
        Assert.Single(Of(Someone.At("1.2.3.1", "N1"), Someone.At("1.2.3.2", "S1"), Someone.At("1.2.3.3", "E1")));

    [Fact]
    public void A_third_record_never_joins_two_that_are_distinct()
    {
        // Ana without a birth date would link to both; the two birth dates say that they are two people.
        var groups = Of(Someone.At("1.2.3.1", "N1", born: "1970-03-02"), Someone.At("1.2.3.2", "S1", born: null), Someone.At("1.2.3.3", "E1", born: "1999-03-02"));
        Assert.Equal(2, groups.Count);
        Assert.DoesNotContain(groups, group => group.Contains("N1") && group.Contains("E1"));
    }

    [Fact]
    public void The_order_of_arrival_decides_nothing()
    {
        SourceIdentity[] sources =
        [
            Someone.At("1.2.3.1", "N1"), Someone.At("1.2.3.2", "S1", born: null), Someone.At("1.2.3.3", "E1", born: "1999-03-02"),
            Someone.At("1.2.3.4", "W1", family: "Ortiz"), Someone.At("1.2.3.5", "X1", ssn: "999-11-2222"),
        ];
        var expected = Print(Of(sources));
        foreach (var order in Orders(sources))
            Assert.Equal(expected, Print(Of(order)));
    }

    private static List<string> Of(params SourceIdentity[] sources) =>
        [.. Partition.Of(sources, (a, b) => TrustedIdentifierRule.Decide(a, b, Someone.Trusted))
            .Select(group => string.Join(' ', group.Select(source => source.Value).Order()))];

    private static string Print(IEnumerable<string> groups) => string.Join(" | ", groups.Order());

    private static IEnumerable<SourceIdentity[]> Orders(SourceIdentity[] sources) => sources.Length <= 1
        ? [sources]
        : sources.SelectMany((first, i) => Orders([.. sources[..i], .. sources[(i + 1)..]]).Select(rest => (SourceIdentity[])[first, .. rest]));
}
