using HieImaging.Identity.Reviewing;
using Xunit;

namespace HieImaging.Tests.Identity;

public sealed class ShortestWayTests
{
    [Theory]
    [InlineData("a-b", "a b")]
    [InlineData("c-a b-c", "a c b")]                                          // steps go both ways
    [InlineData("a-c c-d d-b a-e e-b", "a e b")]
    [InlineData("a-d d-b a-c c-b", "a c b")]                                  // of two that are as short the first by ids
    [InlineData("a-c d-b", "")]
    public void The_fewest_steps_lead_from_one_to_the_other(string steps, string way) => Assert.Equal(
        way, string.Join(' ', ShortestWay.Of(steps.Split(' ').Select(step => (step[..1], step[2..])), "a", "b")));

    // Two hundred that are all linked with each other have more ways than anybody can try.
    [Fact]
    public void Among_many_who_are_all_linked_it_is_found_at_once()
    {
        string[] ids = [.. Enumerable.Range(10, 200).Select(i => $"s-{i}")];
        var all = ids.SelectMany((a, i) => ids.Skip(i + 1).Select(b => (a, b))).Append((ids[^1], "t"));
        Assert.Equal([ids[0], ids[^1], "t"], ShortestWay.Of(all, ids[0], "t"));
    }
}
