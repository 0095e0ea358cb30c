using System.Security.Cryptography;
using HieImaging.FhirServer.Searching;
using Xunit;

namespace HieImaging.Tests.FhirServer;

public sealed class PageLinkTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(one => (byte)one)];
    private static readonly PageLink Link = new("patient.identifier=urn%3Aoid%3A1.2%7C4711", new(["2024-01-01 00:00:00+00"], "i-1"));

    [Fact]
    public void It_opens_for_the_caller_and_type_it_was_sealed_for()
    {
        var opened = PageLink.Open(Link.Seal(Secret, "north", "ImagingStudy")!, Secret, "north", "ImagingStudy");

        Assert.Equal((Link.Query, "i-1"), (opened!.Query, opened.Position.Id));
        Assert.Equal(Link.Position.SortedBy, opened.Position.SortedBy);
    }

    [Fact]
    public void It_opens_for_nobody_else_and_under_no_other_key()
    {
        var token = Link.Seal(Secret, "north", "ImagingStudy")!;

        Assert.Null(PageLink.Open(token, Secret, "south", "ImagingStudy"));
        Assert.Null(PageLink.Open(token, Secret, "north", "Patient"));
        Assert.Null(PageLink.Open(token, new byte[32], "north", "ImagingStudy"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("../../etc/passwd")]
    public void What_was_never_given_out_does_not_open(string token) => Assert.Null(PageLink.Open(token, Secret, "north", "ImagingStudy"));

    [Fact]
    public void A_changed_letter_does_not_open()
    {
        var token = Link.Seal(Secret, "north", "ImagingStudy")!.ToCharArray();
        token[40] = token[40] == 'A' ? 'B' : 'A';

        Assert.Null(PageLink.Open(new string(token), Secret, "north", "ImagingStudy"));
    }

    [Fact]
    public void It_hides_the_query() => Assert.DoesNotContain("4711", Link.Seal(Secret, "north", "ImagingStudy")!, StringComparison.Ordinal);

    [Fact]
    public void A_query_that_would_not_fit_a_URL_is_not_sealed() =>
        Assert.Null(new PageLink(Convert.ToHexString(RandomNumberGenerator.GetBytes(8192)), Link.Position).Seal(Secret, "north", "ImagingStudy"));
}
