using HieImaging.Dicom;
using Xunit;

namespace HieImaging.Tests.Dicom;

public sealed class DicomDatasetTests
{
    [Fact]
    public void Attributes_stand_in_the_order_of_their_tags_whatever_order_they_came_in()
    {
        var dataset = new DicomDataset { { DicomTag.PatientID, "1" }, { DicomTag.Modality, "CT" }, { DicomTag.Rows, 4 } };
        dataset.AddOrUpdate(DicomTag.Modality, "MR");
        Assert.Equal([DicomTag.Modality, DicomTag.PatientID, DicomTag.Rows], dataset.Select(item => item.Tag));
        Assert.Equal("MR", dataset.GetString(DicomTag.Modality));
    }

    [Fact]
    public void What_is_absent_or_empty_is_nothing()
    {
        var dataset = new DicomDataset();
        dataset.AddOrUpdate(DicomTag.StudyDate).AddOrUpdate(DicomTag.PatientName, "").AddOrUpdate(DicomTag.InstanceNumber, "x");
        Assert.Null(dataset.GetString(DicomTag.PatientID));
        Assert.Null(dataset.GetDate(DicomTag.StudyDate));
        Assert.Null(dataset.GetPersonName(DicomTag.PatientName));
        Assert.Null(dataset.GetInt32(DicomTag.InstanceNumber));
        Assert.Empty(dataset.GetStrings(DicomTag.PatientName));
        Assert.Empty(dataset.GetSequence(DicomTag.ContentSequence));
        Assert.True(dataset.Contains(DicomTag.StudyDate));
    }

    [Fact]
    public void Numbers_take_the_form_of_their_VR()
    {
        var dataset = new DicomDataset { { DicomTag.Rows, 512 }, { DicomTag.InstanceNumber, 7 } };
        dataset.AddOrUpdate(DicomTag.PixelSpacing, 0.5, 1.0 / 3);
        Assert.Equal(new byte[] { 0, 2 }, dataset.GetBytes(DicomTag.Rows).ToArray());
        Assert.Equal("7", dataset.GetText(DicomTag.InstanceNumber));
        Assert.All(dataset.GetStrings(DicomTag.PixelSpacing), text => Assert.InRange(text.Length, 1, 16));
        Assert.Equal(1.0 / 3, dataset.GetDoubles(DicomTag.PixelSpacing)[1], 10);
        Assert.Throws<OverflowException>(() => dataset.AddOrUpdate(DicomTag.Rows, 70_000));
    }

    [Theory]
    [InlineData("20240229", "235959.123456", "+0130", "2024-02-29T23:59:59.1234560+01:30")]
    [InlineData("2024.02.29", "23:59", null, null)]
    [InlineData("20240229", null, "+0130", null)]
    public void A_moment_is_known_only_with_date_time_and_offset(string date, string? time, string? offset, string? expected)
    {
        var dataset = new DicomDataset { { DicomTag.StudyDate, date }, { DicomTag.StudyTime, time ?? "" }, { DicomTag.TimezoneOffsetFromUTC, offset ?? "" } };
        var moment = dataset.GetDateTime(DicomTag.StudyDate, DicomTag.StudyTime);
        Assert.Equal(new DateOnly(2024, 2, 29), moment?.Date);
        Assert.Equal(expected, moment?.Instant?.ToString("O"));
    }

    [Theory]
    [InlineData("2024", "2024-01-01")]
    [InlineData("202403", "2024-03-01")]
    [InlineData("20240305101112.5-0500", "2024-03-05")]
    [InlineData("20241305", null)]
    [InlineData("today", null)]
    public void A_date_time_may_end_early(string text, string? day) =>
        Assert.Equal(day, DicomDateTime.TryParse(text, out var moment) ? moment.Date.ToString("yyyy-MM-dd") : null);

    [Fact]
    public void A_private_element_lies_in_the_block_of_its_creator()
    {
        var dataset = new DicomDataset();
        dataset.AddOrUpdatePrivate(0x0009, "ONE", 1, DicomVR.LO, "a "u8.ToArray()).AddOrUpdatePrivate(0x0009, "TWO", 1, DicomVR.LO, "b "u8.ToArray());
        Assert.Equal(new DicomTag(0x0009, 0x1101), dataset.FindPrivate(0x0009, "TWO", 1)?.Tag);
        Assert.Equal("TWO", dataset.PrivateCreator(new DicomTag(0x0009, 0x1101)));
        Assert.Null(dataset.FindPrivate(0x0009, "THREE", 1));
    }

    [Fact]
    public void An_item_speaks_the_character_set_of_what_is_around_it()
    {
        var item = new DicomDataset(new DicomElement(DicomTag.CodeMeaning, DicomVR.LO, new byte[] { 0xE9 }));
        var dataset = new DicomDataset { { DicomTag.SpecificCharacterSet, "ISO_IR 144" }, { DicomTag.ConceptNameCodeSequence, item } };
        Assert.Equal("щ", dataset.GetFirstItem(DicomTag.ConceptNameCodeSequence)?.GetString(DicomTag.CodeMeaning));
    }

    [Fact]
    public void A_NUL_inside_a_value_never_comes_out()
    {
        var dataset = new DicomDataset(new DicomElement(DicomTag.PatientID, DicomVR.LO, "a\0b\0"u8.ToArray()));
        Assert.Equal("a\uFFFDb", dataset.GetString(DicomTag.PatientID));
    }

    [Fact]
    public void A_value_of_unknown_VR_is_read_as_the_dictionary_says()
    {
        var dataset = new DicomDataset(new DicomElement(DicomTag.Rows, DicomVR.UN, new byte[] { 2, 1 }));
        Assert.Equal(258, dataset.GetInt32(DicomTag.Rows));
    }

    [Fact]
    public void A_name_has_components_and_groups()
    {
        var name = PersonName.Parse("Yamada^Tarou^^Dr.=山田^太郎");
        Assert.Equal(("Yamada", "Tarou", "Dr."), (name.FamilyName, name.GivenName, name.Prefix));
        Assert.Equal("山田", name.Ideographic?.FamilyName);
        Assert.Equal("Yamada^Tarou^^Dr.=山田^太郎", name.ToString());
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2", true)]
    [InlineData("2.25.0", true)]
    [InlineData("1..2", false)]
    [InlineData("1.02", false)]
    [InlineData("1.2.", false)]
    [InlineData(".1", false)]
    [InlineData("1.2/../3", false)]
    [InlineData("1.2.3456789012345678901234567890123456789012345678901234567890.123", false)]
    public void A_UID_is_dotted_numbers(string text, bool expected) => Assert.Equal(expected, DicomUID.IsValid(text));

    [Fact]
    public void A_new_UID_is_valid_and_another_one_each_time()
    {
        var (one, two) = (DicomUID.New(), DicomUID.New());
        Assert.NotEqual(one, two);
        Assert.True(DicomUID.IsValid(one.UID));
        Assert.Equal("2.25.329800735698586629295641978511506172918", DicomUID.Of(new Guid("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")).UID); // PS3.5 B.2
    }

    [Fact]
    public void The_dictionary_knows_repeating_groups_keywords_and_choices()
    {
        Assert.Equal("OverlayRows", DicomDictionary.Find(new DicomTag(0x6002, 0x0010))?.Keyword);
        Assert.Equal(DicomTag.PatientID, DicomTag.Parse("PatientID"));
        Assert.Equal(DicomTag.PatientID, DicomTag.Parse("00100020"));
        Assert.Equal(DicomTag.PatientID, DicomTag.Parse("(0010,0020)"));
        Assert.Equal([DicomVR.OW, DicomVR.OB], DicomDictionary.Find(DicomTag.PixelData)?.VRs);
        Assert.Equal(DicomVR.UN, DicomDictionary.VROf(new DicomTag(0x0009, 0x1001)));
        Assert.Equal(DicomVR.SQ, DicomDictionary.Find("GenderIdentitySequence")?.VR);
        Assert.Equal(DicomVR.UV, DicomDictionary.VROf(new DicomTag(0x7FE0, 0x0003)));
        Assert.InRange(DicomDictionary.Entries.Count, 5100, 6000);
        Assert.Equal("CT Image Storage", DicomUID.CTImageStorage.Name);
    }
}
