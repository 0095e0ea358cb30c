using System.Text;
using HieImaging.Dicom;
using HieImaging.Dicom.CharacterSets;
using HieImaging.Tests.Dicom.Oracles;
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

    [Theory] // spellings found in the field, and defined terms where PS3.3 C.12.1.1.2 does not allow them
    [InlineData("ISO-IR 100", "é", "é", DicomIrregularity.CharacterSetMisspelled)]
    [InlineData("ISO IR 100", "é", "é", DicomIrregularity.CharacterSetMisspelled)]
    [InlineData("ISO_IR_100", "é", "é", DicomIrregularity.CharacterSetMisspelled)]
    [InlineData("iso_ir 100", "é", "é", DicomIrregularity.CharacterSetMisspelled)]
    [InlineData("IR 144", "Ó", "г", DicomIrregularity.CharacterSetMisspelled)]
    [InlineData("ISO 8859-5", "Ó", "г", DicomIrregularity.CharacterSetMisspelled)]
    [InlineData("latin-9", "¤", "€", DicomIrregularity.CharacterSetMisspelled)]
    [InlineData("windows-1252", "\u0080", "€", DicomIrregularity.CharacterSetMisspelled)]
    [InlineData("Shift_JIS", "\u008E\u0052", "山", DicomIrregularity.CharacterSetMisspelled)]
    [InlineData("utf-8", "Ã©", "é", DicomIrregularity.CharacterSetMisspelled)]
    [InlineData("ISO 2022 IR 192", "Ã©", "é", DicomIrregularity.CharacterSetMisspelled)]
    [InlineData("ISO_IR 6", "e", "e", DicomIrregularity.CharacterSetMisspelled)]
    [InlineData("NO SUCH SET", "Ã©", "é", DicomIrregularity.CharacterSetUnknown)]
    [InlineData("ISO_IR 999", "é", "é", DicomIrregularity.CharacterSetUnknown)]
    [InlineData("ISO 2022 IR 100", "é", "é", DicomIrregularity.CharacterSetMisplaced)]
    [InlineData("ISO 2022 IR 13", "Ô", "ﾔ", DicomIrregularity.CharacterSetMisplaced)]
    [InlineData("ISO 2022 IR 149", "ûó", "洪", DicomIrregularity.CharacterSetMisplaced)]
    [InlineData("ISO 2022 IR 58", "ÕÅ", "张", DicomIrregularity.CharacterSetMisplaced)]
    [InlineData("ISO_IR 100\\ISO 2022 IR 144", "é\u001B-LÓ", "éг", DicomIrregularity.CharacterSetMisplaced)]
    [InlineData("ISO_IR 192\\ISO 2022 IR 144", "Ã©", "é", DicomIrregularity.CharacterSetNotAlone)]
    [InlineData("ISO_IR 100\\ISO_IR 192", "é", "é", DicomIrregularity.CharacterSetNotAlone)]
    public void Labels_that_no_standard_knows_are_read_for_what_they_mean_and_reported(
        string labels, string wire, string text, DicomIrregularity irregularity)
    {
        var set = SpecificCharacterSet.Of(labels.Split('\\'));
        Assert.Equal(text, set.Decode(Encoding.Latin1.GetBytes(wire)));
        Assert.Equal([irregularity], set.Irregularities);
    }

    [Fact]
    public void A_misspelled_UTF8_beside_another_set_is_UTF8_where_the_text_is_that()
    {
        var set = SpecificCharacterSet.Of(["ISO_IR 100", "UTF8"]);
        Assert.Equal("é", set.Decode([0xC3, 0xA9]));
        Assert.Equal("é", set.Decode([0xE9]));
        Assert.Equal([DicomIrregularity.CharacterSetMisspelled, DicomIrregularity.CharacterSetNotAlone], set.Irregularities);
    }

    [Theory]
    [InlineData("", "é", "é")]
    [InlineData("", "Ã©", "é")]
    public void Text_without_a_label_is_UTF8_where_it_is_that(string labels, string wire, string text) =>
        Assert.Equal(text, SpecificCharacterSet.Of(labels.Split('\\')).Decode(Encoding.Latin1.GetBytes(wire)));

    [Fact]
    public void Every_defined_term_is_known_and_regular()
    {
        foreach (var (labels, name) in OwnFiles.Names)
        {
            var set = SpecificCharacterSet.Of(labels.Split('\\'));
            Assert.Empty(set.Irregularities);
            Assert.Equal(name, set.Decode(set.Encode(name, isPersonName: true, isMultiValued: true), isPersonName: true, isMultiValued: true));
        }
    }

    [Theory] // PS3.5 6.1.2.5.3: before each of these the text is back in the first character set, so that a reader may start there
    [InlineData('\\', true, false)]
    [InlineData('^', true, true)]
    [InlineData('=', true, true)]
    [InlineData('\r', false, false)]
    [InlineData('\n', false, false)]
    [InlineData('\f', false, false)]
    [InlineData('\t', false, false)]
    public void Code_extensions_end_at_delimiters(char delimiter, bool isMultiValued, bool isPersonName)
    {
        var set = SpecificCharacterSet.Of(["", "ISO 2022 IR 87", "ISO 2022 IR 149"]);
        var bytes = set.Encode($"山{delimiter}홍{delimiter}a", isPersonName, isMultiValued);
        byte[] kanji = [0x1B, (byte)'$', (byte)'B', 0x3B, 0x33, 0x1B, (byte)'(', (byte)'B'];
        byte[] hangul = [0x1B, (byte)'$', (byte)')', (byte)'C', 0xC8, 0xAB];
        Assert.Equal([.. kanji, (byte)delimiter, .. hangul, (byte)delimiter, (byte)'a'], bytes);
        // What follows a delimiter without an escape sequence of its own is not in the set before it.
        byte[] forgotten = [.. kanji[..5], (byte)delimiter, 0x3B, 0x33];
        Assert.DoesNotContain("山" + delimiter + "山", set.Decode(forgotten, isPersonName, isMultiValued), StringComparison.Ordinal);
    }

    [Fact]
    public void A_delimiter_is_no_delimiter_within_a_double_byte_character()
    {
        var set = SpecificCharacterSet.Of(["", "ISO 2022 IR 87"]);
        byte[] wire = [0x1B, (byte)'$', (byte)'B', 0x25, 0x5C, 0x25, 0x5E, 0x25, 0x3D, 0x1B, (byte)'(', (byte)'B']; // ワ ヰ … hold \\ ^ =
        var text = set.Decode(wire, isPersonName: true, isMultiValued: true);
        Assert.Equal(3, text.Length);
        Assert.DoesNotContain('\\', text);
    }

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
