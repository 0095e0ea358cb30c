using System.IO.Pipelines;
using System.Text;
using HieImaging.Wire;
using HieImaging.Wire.Multipart;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Wire;

public class BoundedMultipartReaderTests(ITestOutputHelper output)
{
    private const string Boundary = "edge";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(1000)]
    public async Task Parts_are_the_same_whatever_the_size_of_the_reads(int chunk)
    {
        var tricky = "\r\n--edg\r\r\n-\r\n--\r\n--edx\r"u8.ToArray();
        var body = await Written(tricky, [], "\r\n"u8.ToArray(), Encoding.ASCII.GetBytes(new string('\r', 50)));
        var read = await ReadAll(new ChunkedStream(body, chunk));
        Assert.Equal(4, read.Count);
        Assert.Equal(tricky, read[0]);
        Assert.Empty(read[1]);
        Assert.Equal("\r\n"u8.ToArray(), read[2]);
        Assert.Equal(50, read[3].Length);
    }

    [Fact]
    public async Task What_is_written_is_read_again()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var bodies = Enumerable.Range(0, random.Next(1, 6)).Select(_ => Noise(random, random.Next(0, 400))).ToArray();
            var read = await ReadAll(new ChunkedStream(await Written(bodies), random.Next(1, 60)));
            Assert.Equal(bodies, read);
        }
    }

    [Fact]
    public async Task Every_prefix_of_a_body_is_told_as_truncated()
    {
        var body = await Written("one"u8.ToArray(), "two"u8.ToArray());
        for (var length = 0; length < body.Length - 2; length++)            // the line end after the final boundary may be missing
            await Assert.ThrowsAsync<TruncatedException>(() => ReadAll(new ChunkedStream(body[..length], 5)));
        Assert.Equal(2, (await ReadAll(new ChunkedStream(body[..^2], 5))).Count);
    }

    [Fact]
    public async Task A_preamble_and_an_epilogue_are_passed_over()
    {
        var body = Encoding.ASCII.GetBytes("For mail readers.\r\n--edge\r\nA: b\r\n\r\nbody\r\n--edge--\r\nand more");
        Assert.Equal("body", Encoding.ASCII.GetString(Assert.Single(await ReadAll(new MemoryStream(body)))));
    }

    [Theory]
    [InlineData("--edge\r\n\r\nbody\r\n--edge--", "body")]
    [InlineData("--edge\r\nA: b\r\n\r\n--edge--", "")]
    [InlineData("--edge\r\nA: b\r\n\r\n\r\n--edge--", "")]
    [InlineData("--edge \t\r\nA: b\r\n\r\nbody\r\n--edge--", "body")]
    public async Task Headers_and_bodies_may_be_empty(string body, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(Assert.Single(await ReadAll(new ChunkedStream(Encoding.ASCII.GetBytes(body), 1)))));

    [Theory]
    [InlineData("--edge\r\nContent-ID:\r\n <a@x>\r\n\r\nbody\r\n--edge--")]
    [InlineData("--edge\r\nContent-ID: <a@x>\r\ncontent-id: <b@x>\r\n\r\nbody\r\n--edge--")]
    [InlineData("--edge\r\nno colon\r\n\r\nbody\r\n--edge--")]
    [InlineData("--edge\r\nA b: c\r\n\r\nbody\r\n--edge--")]
    [InlineData("--edge\r\nA: \u0001\r\n\r\nbody\r\n--edge--")]
    [InlineData("--edge\r\nA: b\r\n\r\nbody\r\n--edgeless\r\n\r\n--edge--")]
    public async Task What_two_readers_could_read_differently_is_refused(string body) =>
        await Assert.ThrowsAsync<MalformedException>(() => ReadAll(new MemoryStream(Encoding.ASCII.GetBytes(body))));

    [Fact]
    public async Task More_parts_headers_or_bytes_than_the_bounds_are_refused()
    {
        var three = await Written([1], [2], [3, 3, 3]);
        await Refused(three, new MultipartBounds { Parts = 2 }, "parts");
        await Refused(three, new MultipartBounds { PartBytes = 2 }, "bytes in a part");
        await Refused(three, new MultipartBounds { TotalBytes = 50 }, "bytes in all");
        var header = Encoding.ASCII.GetBytes("--edge\r\nA: " + new string('a', 20_000) + "\r\n\r\n\r\n--edge--");
        await Refused(header, MultipartBounds.Default, "bytes of a part's headers");

        static async Task Refused(byte[] body, MultipartBounds bounds, string bound) =>
            Assert.Equal(bound, (await Assert.ThrowsAsync<BoundsExceededException>(() => ReadAll(new MemoryStream(body), bounds))).Bound);
    }

    [Fact]
    public async Task Bytes_are_passed_on_before_the_next_ones_arrive()
    {
        var pipe = new Pipe();
        using var reader = new BoundedMultipartReader(pipe.Reader.AsStream(), Boundary);
        await pipe.Writer.WriteAsync("--edge\r\n\r\nfirst"u8.ToArray());
        var part = await reader.NextAsync(default);
        Assert.Equal("first", Encoding.ASCII.GetString((await part!.PeekAsync(default)).Span));
        part.Advance(5);
        await pipe.Writer.WriteAsync("second\r\n--ed"u8.ToArray());
        Assert.Equal("second", Encoding.ASCII.GetString((await part.PeekAsync(default)).Span));
        part.Advance(6);
        await pipe.Writer.WriteAsync("ge--"u8.ToArray());
        Assert.True((await part.PeekAsync(default)).IsEmpty);
        Assert.Null(await reader.NextAsync(default));
    }

    [Fact]
    public async Task A_part_left_unread_is_passed_over_and_over()
    {
        using var reader = new BoundedMultipartReader(new ChunkedStream(await Written(new byte[5000], [7]), 100), Boundary);
        var first = await reader.NextAsync(default);
        var second = await reader.NextAsync(default);
        Assert.Equal([7], await second!.ReadAllAsync(10, default));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await first!.PeekAsync(default));
    }

    [Fact]
    public async Task Pixels_stream_through_at_the_speed_of_memory()
    {
        var pixels = Noise(new Random(1), 16 * 1024 * 1024);
        var body = await Written(pixels);
        await Once(body);
        var before = Environment.CpuUsage.UserTime;
        for (var i = 0; i < 16; i++)
            Assert.Equal(pixels.Length, await Once(body));
        output.WriteLine($"{16L * pixels.Length / (Environment.CpuUsage.UserTime - before).TotalSeconds / 1e9:F2} GB per second of processor");

        static async Task<long> Once(byte[] body)
        {
            using var reader = new BoundedMultipartReader(new MemoryStream(body), Boundary);
            var part = await reader.NextAsync(default);
            var count = await part!.CopyToAsync(Stream.Null, default);
            Assert.Null(await reader.NextAsync(default));
            return count;
        }
    }

    private static byte[] Noise(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        for (var i = 0; i + 8 < Math.Min(length, 2000); i += 20)
            "\r\n--ed_"u8.CopyTo(bytes.AsSpan(i));
        return bytes;
    }

    private static async Task<byte[]> Written(params byte[][] bodies)
    {
        using var stream = new MemoryStream();
        var writer = new MultipartRelatedWriter(stream, Boundary);
        foreach (var body in bodies)
        {
            await writer.BeginPartAsync([("Content-Type", "application/dicom"), ("Content-ID", "<a@x>")], default);
            await writer.Output.WriteAsync(body);
        }
        await writer.EndAsync(default);
        return stream.ToArray();
    }

    private static async Task<List<byte[]>> ReadAll(Stream source, MultipartBounds? bounds = null)
    {
        using var reader = new BoundedMultipartReader(source, Boundary, bounds);
        var parts = new List<byte[]>();
        while (await reader.NextAsync(default) is { } part)
            parts.Add(await part.ReadAllAsync(int.MaxValue, default));
        return parts;
    }
}
