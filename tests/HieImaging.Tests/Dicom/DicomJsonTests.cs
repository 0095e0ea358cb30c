using System.Text;
using HieImaging.Dicom;
using HieImaging.Dicom.Json;
using Xunit;

namespace HieImaging.Tests.Dicom;

public sealed class DicomJsonTests
{
    [Fact]
    public void A_data_set_of_an_archive_is_read()
    {
        var dataset = Read("""
            [{ "00080005": { "vr": "CS", "Value": ["ISO_IR 100"] },
               "00080060": { "Value": ["CT"], "vr": "CS" },
               "00100010": { "vr": "PN", "Value": [{ "Alphabetic": "Yamada^Tarou", "Ideographic": "山田^太郎" }] },
               "00280010": { "vr": "US", "Value": [512] },
               "00280011": { "Value": ["256"], "vr": "US" },
               "00280030": { "vr": "DS", "Value": [0.5, "0.25"] },
               "00081199": { "Value": [{ "00081155": { "Value": ["1.2.3"], "vr": "UI" } }, null], "vr": "SQ" },
               "00280009": { "vr": "AT", "Value": ["00181063"] },
               "7FE00010": { "vr": "OW", "BulkDataURI": "http://archive/bulk/1" },
               "00420011": { "vr": "OB", "InlineBinary": "AQID" },
               "00080050": { "vr": "SH" } }]
            """)[0];
        Assert.Equal("CT", dataset.GetString(DicomTag.Modality));
        Assert.Equal("山田", dataset.GetPersonName(DicomTag.PatientName)?.Ideographic?.FamilyName);
        Assert.Equal("ISO_IR 192", dataset.GetString(DicomTag.SpecificCharacterSet));
        Assert.Equal((512, 256), (dataset.GetInt32(DicomTag.Rows), dataset.GetInt32(DicomTag.Columns)));
        Assert.Equal([0.5, 0.25], dataset.GetDoubles(DicomTag.PixelSpacing));
        Assert.Equal("1.2.3", dataset.GetFirstItem(DicomTag.ReferencedSOPSequence)?.GetString(DicomTag.ReferencedSOPInstanceUID));
        Assert.Equal(new DicomTag(0x0018, 0x1063), dataset.GetTags(DicomTag.FrameIncrementPointer)[0]);
        Assert.Equal("http://archive/bulk/1", Assert.IsType<DicomElement>(dataset.Find(DicomTag.PixelData)).BulkDataUri);
        Assert.Equal(new byte[] { 1, 2, 3 }, dataset.GetBytes(DicomTag.EncapsulatedDocument).ToArray());
        Assert.True(dataset.Contains(DicomTag.AccessionNumber));
    }

    [Fact]
    public void A_data_set_is_written_as_the_standard_shows_it()
    {
        var dataset = new DicomDataset
        {
            { DicomTag.PatientName, "Wang^XiaoDong=王^小東" },
            { DicomTag.PixelSpacing, "0.50", "1e3" },
            { DicomTag.InstanceNumber, "007" },
            { DicomTag.AccessionNumber, "" },
            { DicomTag.ReferencedSOPSequence, new DicomDataset { { DicomTag.ReferencedSOPInstanceUID, "1.2" } } },
        };
        Assert.Equal(
            """
            [{"00080050":{"vr":"SH"},
            "00081199":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["1.2"]}}]},
            "00100010":{"vr":"PN","Value":[{"Alphabetic":"Wang^XiaoDong","Ideographic":"王^小東"}]},
            "00200013":{"vr":"IS","Value":[7]},
            "00280030":{"vr":"DS","Value":[0.50,1e3]}}]
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(DicomJson.Write([dataset])));
    }

    [Fact]
    public void Bulk_data_is_named_where_the_writer_is_told_how()
    {
        var dataset = new DicomDataset();
        dataset.AddOrUpdate(DicomTag.PixelData, new ushort[] { 1, 2 });
        var json = DicomJson.Write([dataset], new DicomJsonOptions { BulkDataUri = item => item.Tag == DicomTag.PixelData ? "https://node/bulk" : null });
        Assert.Equal("""[{"7FE00010":{"vr":"OW","BulkDataURI":"https://node/bulk"}}]""", Encoding.UTF8.GetString(json));
    }

    [Theory] // JSON has no such numbers; these words are found, null is dcm4che's
    [InlineData("""["NaN","Infinity","-Infinity",1.5]""")]
    [InlineData("""["nan","inf","-inf","1.5"]""")]
    [InlineData("""[null,"+Infinity","-inf",1.5]""")]
    public void A_float_that_is_not_finite_is_a_word(string values)
    {
        var dataset = Read("{\"0018605A\":{\"vr\":\"FL\",\"Value\":" + values + "}}")[0];
        Assert.Equal([double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1.5], dataset.GetDoubles(new DicomTag(0x0018, 0x605A)));
        Assert.Equal("""[{"0018605A":{"vr":"FL","Value":["NaN","Infinity","-Infinity",1.5]}}]""", Encoding.UTF8.GetString(DicomJson.Write([dataset])));
    }

    [Fact]
    public void What_JSON_numbers_cannot_say_is_a_string()
    {
        var dataset = new DicomDataset { { DicomTag.PixelSpacing, "1e400", ".5" }, { DicomTag.InstanceNumber, "x" } };
        dataset.AddOrUpdate(new DicomElement(new DicomTag(0x0008, 0x040C), DicomVR.UV, BitConverter.GetBytes(ulong.MaxValue)));
        Assert.Equal(
            """[{"0008040C":{"vr":"UV","Value":["18446744073709551615"]},"00200013":{"vr":"IS","Value":["x"]},"00280030":{"vr":"DS","Value":["1e400",0.5]}}]""",
            Encoding.UTF8.GetString(DicomJson.Write([dataset])));
        Assert.Equal(BitConverter.GetBytes(ulong.MaxValue), DicomJson.Read(DicomJson.Write([dataset]))[0].GetBytes(new DicomTag(0x0008, 0x040C)).ToArray());
    }

    [Fact]
    public void Private_elements_nested_sequences_and_empty_values_keep_their_places()
    {
        const string json = """
            [{"00081110":{"vr":"SQ","Value":[{},{"00081155":{"vr":"UI","Value":["1.2"]},"00090010":{"vr":"LO","Value":["HIE"]},
            "00091001":{"vr":"UN","InlineBinary":"AAE="}}]},"00090010":{"vr":"LO","Value":["HIE"]},"00091001":{"vr":"SQ",
            "Value":[{"00091002":{"vr":"FD","Value":[0.1]}}]},"00181030":{"vr":"LO","Value":["a",null,"b"]},"00280010":{"vr":"US"}}]
            """;
        var oneLine = json.ReplaceLineEndings("");
        Assert.Equal(oneLine, Encoding.UTF8.GetString(DicomJson.Write(Read(oneLine))));
        Assert.Equal("HIE", Read(oneLine)[0].GetSequence(DicomTag.Parse("00081110"))[1].PrivateCreator(DicomTag.Parse("00091001")));
    }

    [Theory]
    [InlineData("", DicomFormatReason.BadJson)]
    [InlineData("""[{"00420011":{"vr":"OB","InlineBinary":"AA==","BulkDataURI":"x"}}]""", DicomFormatReason.BadJson)]
    [InlineData("""[{"00280010":{"vr":"US","Value":[1,null]}}]""", DicomFormatReason.BadJson)]
    [InlineData("[{]", DicomFormatReason.BadJson)]
    [InlineData("[1]", DicomFormatReason.BadJson)]
    [InlineData("""[{"00080060":"CT"}]""", DicomFormatReason.BadJson)]
    [InlineData("""[{"00080060":{"vr":"CS","Value":"CT"}}]""", DicomFormatReason.BadJson)]
    [InlineData("""[{"00080060":{"vr":"CS","Value":[true]}}]""", DicomFormatReason.BadJson)]
    [InlineData("""[{"00080060":{"vr":5}}]""", DicomFormatReason.BadJson)]
    [InlineData("""[{"00080060":{"vr":"CS","Value":["\ud800"]}}]""", DicomFormatReason.BadJson)]
    [InlineData("""[{"00280010":{"vr":"US","Value":[70000]}}]""", DicomFormatReason.BadJson)]
    [InlineData("""[{"00420011":{"vr":"OB","InlineBinary":"%%"}}]""", DicomFormatReason.BadJson)]
    [InlineData("""[{"00080060":{"vr":"XX"}}]""", DicomFormatReason.BadVR)]
    [InlineData("""[{"00080060":{"vr":"CS"},"00080060":{"vr":"CS"}}]""", DicomFormatReason.DuplicateElement)]
    public void What_is_not_the_JSON_model_is_refused_with_a_reason(string json, DicomFormatReason reason) =>
        Assert.Equal(reason, Assert.Throws<DicomFormatException>(() => Read(json)).Reason);

    [Fact]
    public void Nesting_beyond_the_limit_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"0040A730":{"vr":"SQ","Value":[""", 40)) + string.Concat(Enumerable.Repeat("]}}", 40));
        Assert.Throws<DicomFormatException>(() => Read(deep));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(100_000)]
    public async Task A_long_answer_is_read_data_set_by_data_set(int drop)
    {
        var sets = Enumerable.Range(0, 500).Select(number => new DicomDataset { { DicomTag.InstanceNumber, number }, { DicomTag.Modality, "CT" } });
        var numbers = new List<int?>();
        await foreach (var dataset in DicomJson.ReadAsync(new Drops(DicomJson.Write(sets), drop)))
            numbers.Add(dataset.GetInt32(DicomTag.InstanceNumber));
        Assert.Equal(Enumerable.Range(0, 500).Select(number => (int?)number), numbers);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("[]", 0)]
    [InlineData(" [ {} , {} ] ", 2)]
    public async Task An_answer_may_be_empty(string json, int expected) => Assert.Equal(expected, await Count(json));

    [Theory]
    [InlineData("[{}")]
    [InlineData("[{} {}]")]
    [InlineData("{}")]
    [InlineData("[{\"0008")]
    public async Task An_answer_that_breaks_off_is_refused(string json) =>
        Assert.Equal(DicomFormatReason.BadJson, (await Assert.ThrowsAsync<DicomFormatException>(() => Count(json))).Reason);

    private static async Task<int> Count(string json)
    {
        var count = 0;
        await foreach (var _ in DicomJson.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(json))))
            count++;
        return count;
    }

    private static IReadOnlyList<DicomDataset> Read(string json) => DicomJson.Read(Encoding.UTF8.GetBytes(json));

    private sealed class Drops(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
