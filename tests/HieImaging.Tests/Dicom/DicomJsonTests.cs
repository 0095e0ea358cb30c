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

    [Theory]
    [InlineData("", DicomFormatReason.BadJson)]
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
