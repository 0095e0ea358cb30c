using HieImaging.Identity.Linking;
using Xunit;

namespace HieImaging.Tests.Identity;

public sealed class PartitionTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 16, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Three_records_that_link_are_one_person() => Assert.Equal("a b c", Of("a b c", links: "a-b:40 b-c:39 a-c:38"));

    [Fact]
    public void A_chain_of_links_is_followed_where_nothing_speaks_against_it() => Assert.Equal("a b c", Of("a b c", links: "a-b:40 b-c:39"));

    [Fact]
    public void A_third_record_never_joins_two_that_contradict_each_other() =>
        Assert.Equal("a b | c", Of("a b c", links: "a-b:50 b-c:40", forbidden: "a-c"));

    [Fact]
    public void A_link_that_joins_nothing_is_a_doubt() =>
        Assert.Equal("b-c pair a member of the other person contradicts", Doubts("a b c", links: "a-b:50 b-c:40", forbidden: "a-c"));

    [Fact]
    public void A_record_with_two_candidates_about_as_good_is_linked_to_neither()
    {
        Assert.Equal("a | b | c", Of("a b c", links: "a-b:42 b-c:40", forbidden: "a-c"));
        Assert.Equal(
            "a-b pair two candidates are alike, and they are two; b-c pair two candidates are alike, and they are two",
            Doubts("a b c", links: "a-b:42 b-c:40", forbidden: "a-c"));
    }

    [Fact]
    public void A_must_joins_what_nothing_links_and_what_contradicts() =>
        Assert.Equal("a b", Of("a b", must: "a-b", forbidden: "a-b"));

    [Fact]
    public void A_cannot_parts_what_links() => Assert.Equal("a | b", Of("a b", links: "a-b:90", cannot: "a-b"));

    // OpenCR #2: a record matches a cluster and a record that was broken from it by hand.
    [Fact]
    public void OpenCR_2_a_record_broken_from_a_cluster_does_not_come_back_by_way_of_another()
    {
        Assert.Equal("a b d | c", Of("a b c d", links: "a-b:60 a-d:55 b-d:50 c-d:40", cannot: "a-c"));
        Assert.Equal("c-d pair a member of the other person contradicts", Doubts("a b c d", links: "a-b:60 a-d:55 b-d:50 c-d:40", cannot: "a-c"));
    }

    [Fact]
    public void Of_two_words_about_the_same_two_the_last_one_said_holds()
    {
        Assert.Equal("a | b", Of("a b", must: "a-b@1", cannot: "a-b@2"));
        Assert.Equal("a b", Of("a b", must: "a-b@2", cannot: "a-b@1"));
        Assert.Equal("", Doubts("a b", must: "a-b@1", cannot: "a-b@2"));
    }

    [Theory]
    // two musts, then a cannot between their ends: what was said first stands
    [InlineData("a-b@1 b-c@2", "a-c@3", "a b c", "a-c")]
    // a cannot, then a way around it: the last step is not taken
    [InlineData("a-b@2 b-c@3", "a-c@1", "a b | c", "b-c")]
    [InlineData("b-c@2 a-b@3", "a-c@1", "a | b c", "a-b")]
    public void A_contradiction_moves_nothing_and_goes_to_a_human(string must, string cannot, string persons, string doubt)
    {
        Assert.Equal(persons, Of("a b c", must: must, cannot: cannot));
        Assert.Equal(doubt + " contradiction asserted to be one and to be two", Doubts("a b c", must: must, cannot: cannot));
    }

    // s: stewards said it
    [Theory]
    [InlineData("a-b@1 b-c@2", "a-c@3s", "a b | c", "b-c")]                  // parted at once, and the way between them goes to a human
    [InlineData("a-b@1s b-c@2s", "a-c@3s", "a b | c", "b-c")]
    [InlineData("a-b@3", "a-b@1s", "a | b", "a-b")]                          // a source says again what stewards have denied
    [InlineData("a-b@1s", "a-b@3", "a | b", "a-b")]                          // and denies what they have said: nobody is joined in doubt
    [InlineData("a-b@1", "a-b@3s", "a | b", "")]
    [InlineData("a-b@3s", "a-b@1", "a b", "")]
    public void Whom_stewards_parted_is_parted_and_what_sources_say_against_them_goes_to_a_human(string must, string cannot, string persons, string doubt)
    {
        Assert.Equal(persons, Of("a b c"[..(2 * persons.Count(char.IsAsciiLetter) - 1)], must: must, cannot: cannot));
        Assert.Equal(
            doubt.Length == 0 ? "" : doubt + " contradiction asserted to be one and to be two",
            Doubts("a b c"[..(2 * persons.Count(char.IsAsciiLetter) - 1)], must: must, cannot: cannot));
    }

    [Fact]
    public void A_cannot_between_two_holds_for_all_that_is_asserted_to_be_them() =>
        Assert.Equal("a b | c d", Of("a b c d", must: "a-b@1 c-d@2", cannot: "a-c@3", links: "b-d:80"));

    [Fact]
    public void No_order_of_arrival_decides_anything()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 400; round++)
        {
            var ids = Enumerable.Range(0, random.Next(2, 9)).Select(i => $"s-{i}").ToArray();
            var pairs = ids.SelectMany((a, i) => ids.Skip(i + 1).Select(b => (a, b))).ToList();
            var links = pairs.Where(_ => random.Next(3) == 0).Select(pair => new LinkEdge(pair.a, pair.b, random.Next(34, 44))).ToList();
            var said = pairs.Where(_ => random.Next(6) == 0)
                .Select(pair => new Asserted(pair.a, pair.b, random.Next(2) == 0, Monday.AddMinutes(random.Next(5))) { IsStewards = random.Next(3) == 0 }).ToList();
            var forbidden = pairs.Where(_ => random.Next(5) == 0).ToHashSet();
            bool Forbids(string a, string b) => forbidden.Contains((a, b)) || forbidden.Contains((b, a));

            var expected = Print(Partition.Of(ids, said, links, Forbids, 4));
            for (var order = 0; order < 4; order++)
            {
                random.Shuffle(ids);
                var again = Partition.Of(ids, said.OrderBy(_ => random.Next()), links.OrderBy(_ => random.Next()), Forbids, 4);
                Assert.True(expected == Print(again), $"seed {seed}, round {round}: {expected} or {Print(again)}");
            }
            AssertSafe(Partition.Of(ids, said, links, Forbids, 4), said, Forbids, links, $"seed {seed}, round {round}");
        }
    }

    // Whoever is one person without a must between them was linked, and nobody in the person is forbidden to another.
    private static void AssertSafe(Partition partition, List<Asserted> said, Func<string, string, bool> forbids, List<LinkEdge> links, string where)
    {
        foreach (var group in partition.Groups)
            foreach (var (a, b) in group.SelectMany((a, i) => group.Skip(i + 1).Select(b => (a, b))))
                Assert.False(said.Count == 0 && forbids(a, b), $"{where}: {a} and {b} are forbidden and one person");
        Assert.All(partition.Groups.Where(group => group.Count > 1), group => Assert.True(
            group.All(id => links.Exists(link => link.Low == id || link.High == id) || said.Exists(one => one.Must && (one.Low == id || one.High == id))), where));
    }

    private static string Of(string records, string links = "", string must = "", string cannot = "", string forbidden = "") =>
        string.Join(" | ", Run(records, links, must, cannot, forbidden).Groups.Select(group => string.Join(' ', group)));

    private static string Doubts(string records, string links = "", string must = "", string cannot = "", string forbidden = "") =>
        string.Join("; ", Run(records, links, must, cannot, forbidden).Doubts
            .Select(doubt => $"{doubt.Low}-{doubt.High} {StoredReview.WordOf(doubt.Kind)} {doubt.Reason}").Order(StringComparer.Ordinal));

    private static Partition Run(string records, string links, string must, string cannot, string forbidden)
    {
        var no = Words(forbidden).Select(word => (word[..1], word[2..3])).ToHashSet();
        return Partition.Of(
            Words(records), [.. Words(must).Select(word => Said(word, true)), .. Words(cannot).Select(word => Said(word, false))],
            Words(links).Select(word => new LinkEdge(word[..1], word[2..3], double.Parse(word[4..], null))),
            (a, b) => no.Contains((a, b)) || no.Contains((b, a)), margin: 4);
    }

    // a-b@2: said of a and b in the second minute; a-b@2s: by stewards
    private static Asserted Said(string word, bool must) =>
        new(word[..1], word[2..3], must, Monday.AddMinutes(word.Length > 4 ? int.Parse(word[4..].TrimEnd('s'), null) : 0)) { IsStewards = word.EndsWith('s') };

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Print(Partition partition) =>
        string.Join(" | ", partition.Groups.Select(group => string.Join(' ', group))) + " ? "
        + string.Join(" ", partition.Doubts.Select(doubt => $"{doubt.Low}-{doubt.High}:{doubt.Kind}").Order(StringComparer.Ordinal));
}
