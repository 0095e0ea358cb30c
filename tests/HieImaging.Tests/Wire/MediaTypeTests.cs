using HieImaging.Wire.Multipart;
using Xunit;

namespace HieImaging.Tests.Wire;

public class MediaTypeTests
{
    [Theory]
    [InlineData("multipart/related; type=\"application/xop+xml\"; boundary=\"a b\"", "a b")]
    [InlineData("Multipart/Related;TYPE=application/xop+xml;Boundary=----=_Part_1", "----=_Part_1")]
    [InlineData("multipart/related;type=\"application/xop+xml\";boundary=x; ", "x")]
    [InlineData("multipart/related; type=\"application/xop+xml\"; start=\"<a;b=c>\"; boundary=\"q\\\"q\"", null)]
    public void Parameters_have_any_case_and_may_be_quoted(string text, string? boundary)
    {
        Assert.True(MediaType.TryParse(text, out var media));
        Assert.Equal("multipart/related", media.Type);
        Assert.Equal("application/xop+xml", media["type"]);
        Assert.Equal(boundary, media.Boundary);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("text")]
    [InlineData("a/b; c")]
    [InlineData("a/b; c=1; C=2")]
    [InlineData("a/b; c=\"open")]
    [InlineData("a/b; c=\"x\"y")]
    [InlineData("a b/c")]
    public void What_is_no_media_type_is_told(string? text) => Assert.False(MediaType.TryParse(text, out _));

    [Fact]
    public void A_boundary_has_seventy_characters_at_most()
    {
        Assert.True(MediaType.TryParse($"a/b; boundary={new string('b', 70)}", out var longest));
        Assert.NotNull(longest.Boundary);
        Assert.True(MediaType.TryParse($"a/b; boundary={new string('b', 71)}", out var longer));
        Assert.Null(longer.Boundary);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        Assert.True(MediaType.TryParse("multipart/related; type=\"application/dicom\"; boundary=x", out var media));
        Assert.True(MediaType.TryParse(media.ToString(), out var again));
        Assert.Equal(media.Parameters, again.Parameters);
    }
}
