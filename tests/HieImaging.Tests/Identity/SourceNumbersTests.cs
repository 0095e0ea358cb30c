using HieImaging.Identity.Keeping;
using Xunit;

namespace HieImaging.Tests.Identity;

public sealed class SourceNumbersTests
{
    private static readonly (string, string, bool, string) One = ("urn:oid:1.2", "1", true, "1"), Two = ("urn:oid:1.3", "2", false, "2");

    [Fact]
    public void Numbers_of_new_sources_take_no_others_place() =>
        Assert.Equal(["insert"], Verbs(new("s-a", true, [One]), new("s-b", true, [One, Two])));

    [Fact]
    public void Numbers_that_a_source_had_go_before_those_that_it_has() =>
        Assert.Equal(["delete", "insert"], Verbs(new("s-a", true, [One]), new("s-b", false, [Two])));

    [Fact]
    public void A_source_that_is_found_by_none_keeps_none() => Assert.Equal(["delete"], Verbs(new SourceNumbers("s-a", false, [])));

    [Fact]
    public void Of_a_source_that_is_said_twice_the_last_stands()
    {
        var insert = SourceNumbers.Rows.Write([new("s-a", true, [One]), new("s-a", false, [Two])]).Last();
        Assert.Equal(new[] { "2" }, insert.ToBatchCommand().Parameters[1].Value);
    }

    private static IEnumerable<string> Verbs(params SourceNumbers[] sources) =>
        SourceNumbers.Rows.Write(sources).Select(statement => statement.ToString().Split(' ')[0]);
}
