using System.Collections.Concurrent;
using System.Diagnostics;
using HieImaging.Tests.Identity;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.SystemTests.Ordering;

/// <summary>
/// Every order in which the messages of a story could arrive ends in one state, byte for byte: sources, merges, persons, numbers, pairs,
/// reviews (trust.md 5; the rows that house.md 3 and ihe.md 3.4 refuse are not among them). Production functions on a real PostgreSQL.
/// </summary>
public sealed class IdentityOrderTests(Stages stages, ITestOutputHelper output) : IClassFixture<Stages>
{
    // What happens, at which minute by the source's clock (the letters: WhoIsWho.HappenAsync); then who answers by A's number in the end.
    [Theory]
    [InlineData("AB", "1 A, 1 B, 3 A>B, 4 B', 0 A?")]                     // merge before feed, manifest before and after, update after merge
    [InlineData("ABC", "1 A, 1 B, 1 C, 3 A>B, 4 B>C, 5 C>A")]             // chain and circle (dcm4chee-arc #4697)
    [InlineData("ABa", "1 A, 1 B*, 3 B>A, 4 A', 1 a")]                    // the survivor is linked to the other hospital's record
    [InlineData("AB", "1 A, 1 B*, 3 A>B, 4 B, 1 a")]                      // the subsumed was: what it carried counts no more
    [InlineData("A", "1 A, 1 B, 3 A>B, 4 A/B, 0 A?")]                     // unmerge, late manifest (dcm4chee-arc #3222)
    [InlineData("AB", "1 A, 1 B, 3 A>B, 4 B>A, 5 A>B, 0 B?")]             // reversed (#4589) and repeated
    [InlineData("AN", "1 A, 3 A=N, 4 N', 2 A', 0 A?")]                    // renumbered; a late word of the old number
    [InlineData("a", "1 A, 2 A-, 1 a, 3 A', 4 A-")]                       // deleted, registered anew, deleted
    [InlineData("Aa", "1 A, 2 A-, 1 a, 3 A'")]
    [InlineData("A", "1 A, 2 A!, 3 A', 1 a, 0 A?")]                       // overlay: parted from the other hospital's record
    [InlineData("Aa", "1 A*, 2 A, 3 A', 1 a, 2 a', 0 A?")]                // words of one source in any order
    [InlineData("A", "1 A, 1 a, 2 A*, 0 A?, 1 A")]                        // a correction parts them; a duplicate
    [InlineData("ABa", "1 A, 1 B*, 3 A+B, 1 a, 0 A?")]                    // linked by the source (A24)
    [InlineData("A", "1 A, 1 B, 3 A+B, 4 A/B, 2 A'")]                     // linked and unlinked (A37)
    [InlineData("AB", "1 A, 1 B, 3 A/B, 4 A>B, 5 B'")]                    // unlinked, then merged
    public async Task Any_order_ends_in_one_state(string found, string story)
    {
        var clock = Stopwatch.StartNew();
        var orders = Orders.Of(story.Split(", ")).ToList();
        var ends = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await Task.WhenAll(stages.All.Select(async (who, at) =>
        {
            foreach (var order in orders.Where((_, index) => index % stages.All.Count == at))
            {
                await who.ForgetAsync();
                foreach (var happening in order)
                    await who.HappenAsync(happening);
                ends.TryAdd(await who.StateAsync(), string.Join(", ", order));
            }
        }));
        output.WriteLine($"{orders.Count} orders in {clock.Elapsed.TotalSeconds:F1} s");
        Assert.True(ends.Count == 1, string.Join("\n\n", ends.Take(2).Select(end => end.Value + "\n"
            + string.Join('\n', end.Key.Split('\n').Where(line => !ends.Keys.Take(2).All(other => other.Contains(line, StringComparison.Ordinal)))))));
        if (found.Contains('A', StringComparison.Ordinal))
            foreach (var who in stages.All.Take(orders.Count))
                Assert.Equal(found, await who.FoundByAsync('A'));
    }

    // HAPI #5242: what had been redirected went on pointing at somebody who was gone.
    [Fact]
    public async Task Hapi_5242_by_a_number_that_was_given_up_for_one_that_was_removed_nobody_is_found()
    {
        var who = stages.All[0];
        await who.ForgetAsync();
        foreach (var happening in (string[])["1 A", "1 B", "2 A>B"])
            await who.HappenAsync(happening);
        Assert.Equal("AB", await who.FoundByAsync('A'));

        await who.HappenAsync("3 B-");
        Assert.Equal(("", ""), (await who.FoundByAsync('A'), await who.FoundByAsync('B')));

        await who.HappenAsync("4 B");                                     // registered anew: as before
        Assert.Equal("AB", await who.FoundByAsync('A'));
    }
}
