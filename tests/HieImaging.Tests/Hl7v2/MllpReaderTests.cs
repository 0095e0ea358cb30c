using System.Text;
using HieImaging.Hl7v2.Framing;
using HieImaging.Hl7v2.Messages;
using HieImaging.Wire;
using Xunit;
using Xunit.Abstractions;

namespace HieImaging.Tests.Hl7v2;

public sealed class MllpReaderTests(ITestOutputHelper output)
{
    private static readonly Hl7Bounds Small = new() { MessageBytes = 2048, Segments = 20, FieldBytes = 64 };

    [Theory]
    [InlineData("\vone\u001c\r\vtwo\u001c\r", "one|two")]
    [InlineData("\vone\u001c\vtwo\u001c", "one|two")]
    [InlineData("\r\n\vone\u001c\r\n\vtwo\u001c\r", "one|two")]
    [InlineData("\vone\u001c\rthree\u001c\r\vtwo\u001c\r", "!|two")]
    [InlineData("\v\u001c\r", "")]
    [InlineData("one\u001c\r\vtwo\u001c\r", null)]
    [InlineData("\vone", "!")]
    [InlineData("", null)]
    public async Task What_stands_between_frames_is_no_message(string sent, string? messages)
    {
        var read = new List<string>();
        await foreach (var frame in Frames(Encoding.Latin1.GetBytes(sent), 1024, Small))
            read.Add(frame is MllpFrame.Whole whole ? Encoding.Latin1.GetString(whole.Bytes.Span) : "!");
        Assert.Equal(messages, read.Count == 0 ? null : string.Join('|', read));
    }

    [Fact]
    public async Task A_read_that_is_given_up_reads_nothing_twice()
    {
        var stream = new Halting([.. Mllp.Frame("one"u8)]);
        var reader = new MllpReader(stream, Small);
        Assert.True(await reader.StartAsync(default));
        Assert.IsType<MllpFrame.Whole>(await reader.FinishAsync(default));
        using var given = new CancellationTokenSource();
        var waiting = reader.StartAsync(given.Token).AsTask();
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        stream.Ends = true;
        Assert.False(await reader.StartAsync(default));
    }

    [Fact]
    public async Task A_frame_is_the_same_however_its_bytes_arrive()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var messages = Enumerable.Range(0, random.Next(1, 5))
                .Select(_ => Enumerable.Range(0, random.Next(200)).Select(_ => (byte)random.Next(0x20, 0x7F)).ToArray()).ToList();
            var wide = Small with { FieldBytes = 2048 };
            var read = new List<byte[]>();
            await foreach (var frame in Frames([.. messages.SelectMany(one => Mllp.Frame(one))], random.Next(1, 9), wide))
                read.Add(Assert.IsType<MllpFrame.Whole>(frame).Bytes.ToArray());
            Assert.Equal(messages, read);
        }
    }

    [Theory]
    [InlineData("MSH|", 65, 1, true)]                           // a field
    [InlineData("MSH|\r", 1, 30, true)]                         // segments
    [InlineData("MSH|", 3000, 1, false)]                        // all of it
    public async Task What_is_too_much_is_counted_and_not_kept(string begins, int length, int times, bool canGoOn)
    {
        var body = begins + string.Concat(Enumerable.Repeat(new string('A', length) + "\r", times));
        var frames = new List<MllpFrame>();
        await foreach (var frame in Frames([.. Mllp.Frame(Encoding.ASCII.GetBytes(body)), .. Mllp.Frame("next"u8)], 100, Small))
        {
            frames.Add(frame);
            if (frame is MllpFrame.Refused { CanGoOn: false })
                break;
        }
        var refused = Assert.IsType<MllpFrame.Refused>(frames[0]);
        Assert.Equal(canGoOn, refused.CanGoOn);
        Assert.True(refused.Beginning.Length <= Small.MessageBytes);
        Assert.Equal(canGoOn ? 2 : 1, frames.Count);
    }

    [Fact]
    public async Task Rubbish_between_frames_has_an_end()
    {
        var reader = new MllpReader(new Trickle([.. Mllp.Frame("one"u8), .. new byte[70_000]], 4096), Small);
        Assert.True(await reader.StartAsync(default));
        await reader.FinishAsync(default);
        await Assert.ThrowsAsync<MalformedException>(() => reader.StartAsync(default).AsTask());
    }

    private static async IAsyncEnumerable<MllpFrame> Frames(byte[] bytes, int atOnce, Hl7Bounds bounds)
    {
        var reader = new MllpReader(new Trickle(bytes, atOnce), bounds);
        while (await reader.StartAsync(default))
        {
            var frame = await reader.FinishAsync(default);
            yield return frame;
            if (frame is MllpFrame.CutOff)
                yield break;
        }
    }

    private sealed class Halting(byte[] bytes) : ForwardStream
    {
        private bool _hasGiven;

        public bool Ends { get; set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_hasGiven && !Ends)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            if (_hasGiven)
                return 0;
            _hasGiven = true;
            bytes.CopyTo(buffer);
            return bytes.Length;
        }
    }

    private sealed class Trickle(byte[] bytes, int atOnce) : ForwardStream
    {
        private int _at;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = Math.Min(Math.Min(atOnce, buffer.Length), bytes.Length - _at);
            bytes.AsMemory(_at, count).CopyTo(buffer);
            _at += count;
            return ValueTask.FromResult(count);
        }
    }
}
