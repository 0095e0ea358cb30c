using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Broker.Retrieving;
using Xunit;

namespace HieImaging.Tests.Broker;

public sealed class MetadataRewriteTests
{
    private const string Root = "http://10.0.0.7:8042/dicom-web";
    private static readonly BulkdataHandle Handles = new([1, 2, 3]);
    private static readonly SeriesInstanceUid Series = SeriesInstanceUid.Parse("1.5.1");
    private static readonly SopInstanceUid Instance = SopInstanceUid.Parse("1.6.1");

    [Fact]
    public void No_inner_address_is_left_in_the_metadata()
    {
        var written = Rewrite("""
            {"00080018":{"vr":"UI","Value":["1.6.1"]},
             "00081190":{"vr":"UR","Value":["http://10.0.0.7:8042/dicom-web/studies/1.4.1"]},
             "00281201":{"vr":"OW","BulkDataURI":"http://10.0.0.7:8042/dicom-web/studies/1.4.1/series/1.5.1/instances/1.6.1/bulk/00281201"},
             "00091010":{"vr":"UN","BulkDataURI":"../bulk/00091010"},
             "00400555":{"vr":"SQ","Value":[{"00420011":{"vr":"OB","BulkDataURI":"http://localhost:8042/dicom-web/studies/1.4.1/series/1.5.1/instances/1.6.1/bulk/00420011"}}]},
             "7FE00010":{"vr":"OW","BulkDataURI":"http://elsewhere.example/pixels"}}
            """);
        Assert.DoesNotContain("10.0.0.7", written, StringComparison.Ordinal);
        Assert.DoesNotContain("localhost", written, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", written, StringComparison.Ordinal);
        Assert.Contains("https://hie.example/instance/bulkdata/", written, StringComparison.Ordinal);
        Assert.Contains("\"7FE00010\":{\"vr\":\"OW\"}", written, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_address_is_left_as_it_is()
    {
        const string Said = """{"00100010":{"vr":"PN","Value":[{"Alphabetic":"Alpha^A"}]},"00280010":{"vr":"US","Value":[512]},"0040E010":{"vr":"UR","Value":["urn:example:1"]}}""";
        Assert.Equal(Said, Rewrite(Said));
    }

    [Fact]
    public void A_handle_serves_the_instance_it_was_made_for_and_no_other()
    {
        var handle = Handles.Write("study-a", Series, Instance, Root, "studies/1.4.1/bulk/1");
        Assert.Equal("studies/1.4.1/bulk/1", Handles.Read("study-a", Series, Instance, handle)?.Path);
        Assert.Null(Handles.Read("study-a", Series, SopInstanceUid.Parse("1.6.2"), handle));
        Assert.Null(Handles.Read("study-a", SeriesInstanceUid.Parse("1.5.2"), Instance, handle));
        Assert.DoesNotContain("10.0.0.7", Encoding.Latin1.GetString(Base64Url.DecodeFromChars(handle)), StringComparison.Ordinal);
        Assert.Null(Handles.Read("study-b", Series, Instance, handle));
        Assert.Null(new BulkdataHandle([9]).Read("study-a", Series, Instance, handle));
        Assert.Null(Handles.Read("study-a", Series, Instance, handle[..^4] + "AAAA"));
        Assert.Null(Handles.Read("study-a", Series, Instance, "../../etc/passwd"));
    }

    [Theory]
    [InlineData("http://10.0.0.7:8042/dicom-web/studies/1/bulk/2", "studies/1/bulk/2")]
    [InlineData("http://other-name/dicom-web/studies/1/bulk/2?x=1", "studies/1/bulk/2?x=1")]
    [InlineData("studies/1/bulk/2", "studies/1/bulk/2")]
    [InlineData("http://10.0.0.7:8042/admin", null)]
    [InlineData("http://10.0.0.7:8042/dicom-web/../admin", null)]
    [InlineData("file:///etc/passwd", null)]
    public void Only_what_lies_below_the_registered_root_can_be_had(string address, string? path) => Assert.Equal(path, BulkdataHandle.Below(Root, address));

    private static string Rewrite(string said)
    {
        using var json = JsonDocument.Parse(said);
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
            new MetadataRewrite("https://hie.example/instance", address =>
                BulkdataHandle.Below(Root, address) is { } path ? "https://hie.example/instance/bulkdata/" + Handles.Write("study", Series, Instance, Root, path) : null).Write(writer, json.RootElement);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
