using System.Net;
using System.Net.Sockets;

namespace HieImaging.Harness.Hostile;

/// <summary>A listener that nobody has a reason to call: one connection is a forged request that the node made.</summary>
public sealed class Sink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _accepting;
    private int _hits;

    public Sink()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Hits => Volatile.Read(ref _hits);

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var caller = await _listener.AcceptSocketAsync();
                Interlocked.Increment(ref _hits);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
        }
    }
}
