using System.Net.Sockets;

namespace HieImaging.PretendFacility.Proxying;

/// <summary>Carries one direction of one connection, as its <see cref="Flow"/> says at the time.</summary>
internal sealed class FlowPump(Flow flow, Socket from, Socket to)
{
    private const int Buffer = 64 * 1024, SlicesASecond = 20;

    private readonly WatchedBytes _watched = new();
    private Cut? _cut;
    private long _left;

    /// <summary>Until the sender has said all (null), or the cut that was set.</summary>
    public async Task<Ending?> RunAsync(CancellationToken ended)
    {
        var buffer = new byte[Buffer];
        while (await from.ReceiveAsync(buffer, ended) is > 0 and var read)
        {
            if (flow.Delay > TimeSpan.Zero)
                await Task.WhenAny(Task.Delay(flow.Delay, ended), flow.Changed);
            if (await PassWatchedAsync(buffer.AsMemory(0, read), ended) is not { } ending)
                continue;
            if (ending == Ending.Truncation)
                await EndEarlyAsync(buffer, ended);
            return ending;
        }
        to.Shutdown(SocketShutdown.Send);
        return null;
    }

    private async Task<Ending?> PassWatchedAsync(ReadOnlyMemory<byte> bytes, CancellationToken ended)
    {
        while (_watched.Find(flow.Watches, bytes.Span) is var (watch, begins, ends))
        {
            if (await PassAsync(bytes[..begins], ended) is { } before)
                return before;
            await watch.HitAsync(ended);
            if (await PassAsync(bytes[begins..ends], ended) is { } within)
                return within;
            bytes = bytes[ends..];
        }
        return await PassAsync(bytes, ended);
    }

    private async Task<Ending?> PassAsync(ReadOnlyMemory<byte> bytes, CancellationToken ended)
    {
        while (bytes.Length > 0)
        {
            while (flow.Changed is var changed && flow.IsBlocked)
                await changed.WaitAsync(ended);
            if (flow.Cut is var cut && !ReferenceEquals(cut, _cut))
                (_cut, _left) = (cut, cut?.AfterBytes ?? 0);
            var rate = flow.BytesPerSecond;
            var slice = rate > 0 ? Math.Min(bytes.Length, Math.Max(1, rate / SlicesASecond)) : bytes.Length;
            if (cut is not null)
                slice = (int)Math.Min(slice, _left);
            await SendAsync(bytes[..slice], ended);
            bytes = bytes[slice..];
            if (cut is not null && (_left -= slice) == 0)
                return cut.Ending;
            if (rate > 0)
                await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds((double)slice / rate), ended), flow.Changed);
            ended.ThrowIfCancellationRequested();
        }
        return null;
    }

    private async Task SendAsync(ReadOnlyMemory<byte> slice, CancellationToken ended)
    {
        for (var rest = slice; rest.Length > 0;)
            rest = rest[await to.SendAsync(rest, ended)..];
        _watched.Remember(flow.Watches, slice.Span);
        flow.Count(slice.Length);
    }

    private async Task EndEarlyAsync(byte[] unsaid, CancellationToken ended)
    {
        flow.CountTruncation();
        to.Shutdown(SocketShutdown.Send);
        while (await from.ReceiveAsync(unsaid, ended) > 0)
        {
        }
    }
}
