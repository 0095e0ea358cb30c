using System.ComponentModel.DataAnnotations;
using HieImaging.Node.Serving;
using Xunit;

namespace HieImaging.Tests.Node;

public sealed class CrossOriginOptionsTests
{
    [Fact]
    public void Nobody_is_listed_unless_somebody_lists_him() => Assert.Empty(new CrossOriginOptions().Origins);

    [Theory]
    [InlineData("https://viewer.example.org", true)]
    [InlineData("http://127.0.0.1:3000", true)]
    [InlineData("*", false)]
    [InlineData("https://*.example.org", false)]
    [InlineData("null", false)]
    [InlineData("https://viewer.example.org/", false)]
    [InlineData("https://viewer.example.org/path", false)]
    [InlineData("https://viewer.example.org:443", false)]
    [InlineData("HTTPS://viewer.example.org", false)]
    [InlineData("https://user@viewer.example.org", false)]
    [InlineData("ftp://viewer.example.org", false)]
    [InlineData("", false)]
    public void An_origin_is_written_as_browsers_write_it(string origin, bool good)
    {
        var options = new CrossOriginOptions { Origins = [origin] };
        Assert.Equal(good, Validator.TryValidateObject(options, new ValidationContext(options), null, true));
    }
}
