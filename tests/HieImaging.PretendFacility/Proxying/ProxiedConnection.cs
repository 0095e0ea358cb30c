using System.Net;
using System.Net.Sockets;

namespace HieImaging.PretendFacility.Proxying;

/// <summary>A client's connection and the one that was opened for it to the server: a pump for each direction.</summary>
internal sealed class ProxiedConnection(TcpProxy proxy, Socket client) : IDisposable
{
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _ending = new();
    private int _isEnded;

    /// <summary>Runs until both sides have said all, or one of them is gone.</summary>
    public async Task RunAsync(IPEndPoint target, CancellationToken stopping)
    {
        await using var stop = stopping.Register(() => Reset());
        try
        {
            (client.NoDelay, _server.NoDelay) = (true, true);
            await _server.ConnectAsync(target, _ending.Token);
            await Task.WhenAll(
                PumpAsync(new FlowPump(proxy.ToServer, client, _server)), PumpAsync(new FlowPump(proxy.ToClient, _server, client)));
        }
        catch (Exception broken) when (broken is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            End(() => { });                             // the server refuses, or one side is gone: so is the other
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Without a reset, where there was none.</summary>
    public void Dispose()
    {
        Interlocked.Exchange(ref _isEnded, 1);
        client.Dispose();
        _server.Dispose();
    }

    /// <summary>RST to both sides.</summary>
    /// <returns>False where it had ended already.</returns>
    public bool Reset() => End(proxy.CountReset);

    private async Task PumpAsync(FlowPump pump)
    {
        try
        {
            if (await pump.RunAsync(_ending.Token) is Ending.Reset)
                Reset();
        }
        catch
        {
            End(() => { });
            throw;
        }
    }

    private bool End(Action first)
    {
        if (Interlocked.Exchange(ref _isEnded, 1) != 0)
            return false;
        first();
        foreach (var side in (Socket[])[client, _server])
        {
            if (side.Connected)
                side.LingerState = new LingerOption(true, 0);   // RST
            side.Dispose();
        }
        _ending.Cancel();
        return true;
    }
}
