using System.Text;
using HieImaging.Wire;
using HieImaging.Wire.Xml;
using Xunit;

namespace HieImaging.Tests.Wire;

public class BoundedXmlTests
{
    [Fact]
    public void Ordinary_XML_is_read_with_its_white_space() =>
        Assert.Equal("<a x=\"1\"> <b xmlns=\"urn:x\">text</b> </a>", Load("<?xml version=\"1.0\"?><a x='1'> <b xmlns='urn:x'>te<!-- -->xt</b> </a>").ToString());

    [Theory]
    [InlineData("")]
    [InlineData("<a>")]
    [InlineData("<a></b>")]
    [InlineData("<a/><b/>")]
    [InlineData("<!DOCTYPE a><a/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>")]
    [InlineData("<a>&nothing;</a>")]
    [InlineData("<a>\u0001</a>")]
    [InlineData("<a x='1' x='2'/>")]
    [InlineData("<p:a/>")]
    [InlineData("<?xml version='1.0' encoding='x-user-defined'?><a/>")]
    public void What_is_not_well_formed_or_has_a_DTD_is_malformed(string text)
    {
        var refused = Assert.Throws<MalformedException>(() => Load(text));
        Assert.DoesNotContain("passwd", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Depth_attributes_nodes_namespaces_and_bytes_are_bounded()
    {
        await Refused(string.Concat(Enumerable.Repeat("<a>", 50_000)), "levels of elements");
        await Refused("<a " + string.Concat(Enumerable.Range(0, 20_000).Select(i => $" a{i}='1'")) + "/>", "attributes of an element");
        await Refused("<a>" + string.Concat(Enumerable.Repeat("<b/>", 200_001)) + "</a>", "nodes of XML");
        await Refused("<a>" + string.Concat(Enumerable.Range(0, 65).Select(i => $"<b xmlns='urn:{i}'/>")) + "</a>", "namespaces");
        await Refused("<a>" + new string('x', 3_000_000) + "</a>", "bytes of XML");

        static async Task Refused(string text, string bound)
        {
            Assert.Equal(bound, Assert.Throws<BoundsExceededException>(() => Load(text)).Bound);
            using var source = new MemoryStream(Encoding.UTF8.GetBytes(text));
            Assert.Equal(bound, (await Assert.ThrowsAsync<BoundsExceededException>(() => BoundedXml.LoadAsync(source, null, default))).Bound);
        }
    }

    [Fact]
    public void Sixty_four_levels_are_allowed() =>
        Assert.Equal("a", Load(string.Concat(Enumerable.Repeat("<a>", 64)) + string.Concat(Enumerable.Repeat("</a>", 64))).Name.LocalName);

    private static System.Xml.Linq.XElement Load(string text) => BoundedXml.Load(Encoding.UTF8.GetBytes(text));
}
