using System.Text;
using HieImaging.Archives;
using HieImaging.Broker.Retrieving;
using HieImaging.Dicom;
using HieImaging.Dicom.Files;
using HieImaging.Wire;
using HieImaging.Wire.Multipart;
using Xunit;

namespace HieImaging.Tests.Broker;

public sealed class InstanceRelayTests
{
    [Fact]
    public async Task Registered_instances_leave_byte_for_byte_each_once()
    {
        var (one, two) = (Object("1.6.1"), Object("1.6.2"));
        var (relay, body) = await RelayAsync(["1.6.1", "1.6.2"], one, two, one);
        Assert.True(relay.IsComplete);
        Assert.Equal([one, two], await PartsOf(body));
    }

    [Fact]
    public async Task Another_patients_instance_is_passed_over()
    {
        var (relay, body) = await RelayAsync(["1.6.1"], Object("1.6.9"), Object("1.6.1"));
        Assert.True(relay.IsComplete);
        Assert.Single(await PartsOf(body));
    }

    [Fact]
    public async Task A_short_answer_is_not_complete()
    {
        var (relay, _) = await RelayAsync(["1.6.1", "1.6.2"], Object("1.6.1"));
        Assert.False(relay.IsComplete);
    }

    [Fact]
    public async Task What_is_no_dicom_object_is_passed_over()
    {
        var (relay, _) = await RelayAsync(["1.6.1"], Encoding.ASCII.GetBytes("<html>busy</html>"), Object("1.6.1"));
        Assert.True(relay.IsComplete);
    }

    [Fact]
    public async Task A_truncated_answer_fails()
    {
        var whole = Multipart([Object("1.6.1"), Object("1.6.2")]);
        foreach (var length in new[] { whole.Length - 1, whole.Length - 10, whole.Length / 2, 40 })
            await Assert.ThrowsAnyAsync<MalformedException>(() =>
                new InstanceRelay(new MultipartRelatedWriter(new MemoryStream(), "out"), new HashSet<string> { "1.6.1", "1.6.2" })
                    .PassOnAsync(Found(whole[..length]), CancellationToken.None));
    }

    private static async Task<(InstanceRelay Relay, byte[] Body)> RelayAsync(string[] expected, params byte[][] objects)
    {
        using var caller = new MemoryStream();
        var relay = new InstanceRelay(new MultipartRelatedWriter(caller, "out"), expected.ToHashSet());
        await relay.PassOnAsync(Found(Multipart(objects)), CancellationToken.None);
        await relay.EndAsync(CancellationToken.None);
        return (relay, caller.ToArray());
    }

    private static async Task<List<byte[]>> PartsOf(byte[] body)
    {
        using var reader = new BoundedMultipartReader(new MemoryStream(body), "out");
        var parts = new List<byte[]>();
        while (await reader.NextAsync(CancellationToken.None) is { } part)
            parts.Add(await part.ReadAllAsync(1 << 20, CancellationToken.None));
        return parts;
    }

    private static ArchiveAnswer.Found Found(byte[] body)
    {
        Assert.True(MediaType.TryParse("multipart/related; type=\"application/dicom\"; boundary=in", out var type));
        return new ArchiveAnswer.Found(type, new MemoryStream(body));
    }

    private static byte[] Multipart(byte[][] objects)
    {
        using var body = new MemoryStream();
        foreach (var one in objects)
        {
            body.Write("\r\n--in\r\nContent-Type: application/dicom\r\n\r\n"u8);
            body.Write(one);
        }
        body.Write("\r\n--in--"u8);
        return body.ToArray();
    }

    private static byte[] Object(string uid)
    {
        var dataset = new DicomDataset();
        dataset.AddOrUpdate(DicomTag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.7");
        dataset.AddOrUpdate(DicomTag.SOPInstanceUID, uid);
        dataset.AddOrUpdate(DicomTag.PatientID, new string('x', 40));
        using var file = new MemoryStream();
        new DicomFile(dataset).Save(file);
        return file.ToArray();
    }
}
