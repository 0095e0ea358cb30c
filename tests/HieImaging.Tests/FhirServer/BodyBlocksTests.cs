using HieImaging.FhirServer.Reading;
using Xunit;

namespace HieImaging.Tests.FhirServer;

public sealed class BodyBlocksTests
{
    [Fact]
    public void Bodies_of_one_answer_lie_beside_each_other_and_never_in_each_other()
    {
        using var blocks = new BodyBlocks();
        var bodies = Enumerable.Range(0, 40).Select(number => (Number: (byte)number, Body: blocks.Rent(20_000))).ToList();
        foreach (var (number, body) in bodies)
            body.Bytes.Span.Fill(number);

        Assert.All(bodies, one => Assert.Equal(-1, one.Body.Bytes.Span.IndexOfAnyExcept(one.Number)));
        Assert.InRange(bodies.Select(one => one.Body.Block).Distinct().Count(), 2, 5);
        bodies.ForEach(one => one.Body.Dispose());
    }

    [Fact]
    public void One_that_is_larger_than_a_block_has_one_of_its_own()
    {
        using var blocks = new BodyBlocks();
        using var small = blocks.Rent(10);
        using var large = blocks.Rent(3_000_000);
        Assert.Equal(3_000_000, large.Bytes.Length);
        Assert.NotSame(small.Block, large.Block);
    }
}
