using System.Text;
using HieImaging.Dicom.CharacterSets;
using Xunit;

namespace HieImaging.Tests.Dicom;

public sealed class SpecificCharacterSetTests
{
    [Theory] // the examples of PS3.5 H, I, J, K
    [InlineData("\\ISO 2022 IR 87", "Yamada^Tarou=\u001B$B;3ED\u001B(B^\u001B$BB@O:\u001B(B=\u001B$B$d$^$@\u001B(B^\u001B$B$?$m$&\u001B(B", "Yamada^Tarou=山田^太郎=やまだ^たろう")]
    [InlineData("ISO 2022 IR 13\\ISO 2022 IR 87", "ÔÏÀÞ^ÀÛ³=\u001B$B;3ED\u001B(J^\u001B$BB@O:\u001B(J=\u001B$B$d$^$@\u001B(J^\u001B$B$?$m$&\u001B(J", "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう")]
    [InlineData("\\ISO 2022 IR 149", "Hong^Gildong=\u001B$)Cûó^\u001B$)CÑÎÔ×=\u001B$)CÈ«^\u001B$)C±æµ¿", "Hong^Gildong=洪^吉洞=홍^길동")]
    [InlineData("\\ISO 2022 IR 58", "Zhang^XiaoDong=\u001B$)AÕÅ^\u001B$)AÐ¡¶«=", "Zhang^XiaoDong=张^小东=")]
    [InlineData("GB18030", "Wang^XiaoDong=Íõ^Ð¡¶«=", "Wang^XiaoDong=王^小东=")]
    [InlineData("ISO_IR 100", "Buc^Jérôme", "Buc^Jérôme")]
    [InlineData("ISO_IR 144", "»îÚceÜÑypÓ", "Люкceмбypг")]
    [InlineData("ISO_IR 127", "âÈÇæê^äæÒÇÑ", "قباني^لنزار")]
    [InlineData("ISO_IR 166", "¡¢", "กข")]
    public void The_examples_of_the_standard_read_and_write(string labels, string wire, string text)
    {
        var set = SpecificCharacterSet.Of(labels.Split('\\'));
        Assert.Equal(text, set.Decode(Encoding.Latin1.GetBytes(wire), isPersonName: true));
        Assert.Equal(text, set.Decode(set.Encode(text, isPersonName: true), isPersonName: true));
    }

    [Theory]
    [InlineData("ISO-IR 100", "é", "é")]
    [InlineData("ISO 2022 IR 100", "é", "é")]
    [InlineData("ISO_IR 100\\UTF8", "Ã©", "é")]
    [InlineData("utf-8", "Ã©", "é")]
    [InlineData("NO SUCH SET", "Ã©", "é")]
    [InlineData("", "é", "é")]
    [InlineData("", "Ã©", "é")]
    public void Labels_that_no_standard_knows_are_read_for_what_they_mean(string labels, string wire, string text) =>
        Assert.Equal(text, SpecificCharacterSet.Of(labels.Split('\\')).Decode(Encoding.Latin1.GetBytes(wire)));

    [Theory]
    [InlineData("ISO_IR 192", new byte[] { 0xC3, 0x28, 0xFF })]
    [InlineData("\\ISO 2022 IR 87", new byte[] { 0x1B, 0x1B, 0x24, 0x42, 0x30 })]
    [InlineData("\\ISO 2022 IR 87", new byte[] { 0x1B, 0x24 })]
    [InlineData("ISO 2022 IR 6\\ISO 2022 IR 159", new byte[] { 0x1B, 0x24, 0x28, 0x44, 0x7E, 0x7E, 0xFF })]
    public void What_does_not_decode_becomes_a_replacement_character(string labels, byte[] wire) =>
        Assert.Contains('\uFFFD', SpecificCharacterSet.Of(labels.Split('\\')).Decode(wire));

    [Fact]
    public void Supplementary_kanji_read_and_write()
    {
        var set = SpecificCharacterSet.Of(["", "ISO 2022 IR 87", "ISO 2022 IR 159"]);
        Assert.Equal("山丂", set.Decode(set.Encode("山丂")));
    }

    [Fact]
    public void A_backslash_within_a_character_does_not_divide_values()
    {
        byte[] trail = [0x81, 0x5C, (byte)'\\', 0x81, 0x5C];
        Assert.Equal(2, SpecificCharacterSet.Of(["GBK"]).Decode(trail, isMultiValued: true).Split('\\').Length);
    }
}
