using HieImaging.Identity.Keeping;
using Xunit;

namespace HieImaging.Tests.Identity;

public sealed class OverlayRuleTests
{
    [Theory]
    [InlineData("Okafor", "Benedict", "1991-11-23", true)]
    [InlineData("Okafor", "Benedict", null, true)]
    [InlineData("Okafor", "Ana", "1991-11-23", false)]           // something agrees: a correction
    [InlineData("Rivera", "Benedict", "1991-11-23", false)]      // a sibling under a number: for the matcher and a human, not wholly another
    [InlineData("Okafor", "Benedict", "1970-03-02", false)]
    [InlineData("Riviera", "Anna", "1991-11-23", false)]         // spelled otherwise
    [InlineData("Ana", "Rivera", "1991-11-23", false)]           // exchanged
    [InlineData("Okafor", "Benedict", "1970-02-03", false)]      // day and month exchanged
    [InlineData("Unknown", "Unknown", "1991-11-23", false)]      // a placeholder says nothing
    [InlineData("Okafor", null, null, false)]                    // one field is not enough
    public void Only_wholly_another_patient_is_an_overlay(string family, string? given, string? born, bool isOverlay)
    {
        var (before, said) = (SourceStandingTests.Person("Rivera", "Ana", "1970-03-02"), SourceStandingTests.Person(family, given, born));
        Assert.Equal(isOverlay, OverlayRule.IsOverlay(before, said));
        Assert.Equal(isOverlay, OverlayRule.IsOverlay(said, before));
    }
}
