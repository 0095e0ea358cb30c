using System.IO.Pipelines;
using HieImaging.Archives;
using Xunit;

namespace HieImaging.Tests.Broker;

public sealed class ImpatientStreamTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(200);

    private readonly Pipe _archive = new();
    private readonly List<bool> _ended = [];

    [Fact]
    public async Task What_comes_to_its_end_is_told_as_well_once()
    {
        await using var body = Body(0);
        await _archive.Writer.WriteAsync(new byte[10]);
        await _archive.Writer.CompleteAsync();

        await body.CopyToAsync(Stream.Null);
        await body.CopyToAsync(Stream.Null);

        Assert.Equal([true], _ended);
    }

    [Fact]
    public async Task Whoever_has_read_enough_need_not_read_to_the_end_and_whoever_leaves_says_nothing()
    {
        await _archive.Writer.WriteAsync(new byte[10]);
        await using (var body = Body(0))
            await body.ReadExactlyAsync(new byte[10]);
        Assert.Equal([true], _ended);
        using var leaving = new CancellationTokenSource();
        await using (var body = Body(0))
        {
            var reading = body.ReadExactlyAsync(new byte[10], leaving.Token);
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.AsTask());
        }
        Assert.Equal([true], _ended);
    }

    [Fact]
    public async Task A_pause_and_a_break_are_told_as_failures()
    {
        await using (var body = Body(0))
            await Assert.ThrowsAsync<TimeoutException>(() => body.CopyToAsync(Stream.Null));
        await _archive.Writer.CompleteAsync(new IOException("cut"));
        await using (var body = Body(0))
            await Assert.ThrowsAsync<IOException>(() => body.CopyToAsync(Stream.Null));

        Assert.Equal([false, false], _ended);
    }

    [Fact]
    public async Task One_byte_at_a_time_is_broken_off_though_no_pause_is_too_long()
    {
        await using var body = Body(100_000);
        using var ending = new CancellationTokenSource();
        var trickling = Task.Run(async () =>
        {
            while (!ending.IsCancellationRequested)
            {
                await _archive.Writer.WriteAsync(new byte[1]);
                await Task.Delay(10);
            }
        });

        await Assert.ThrowsAsync<TimeoutException>(() => body.CopyToAsync(Stream.Null));

        await ending.CancelAsync();
        await trickling;
        Assert.Equal([false], _ended);
    }

    private ImpatientStream Body(int slowest) => new(_archive.Reader.AsStream(leaveOpen: true), new HttpResponseMessage(), Idle, slowest, _ended.Add);
}
