using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace HieImaging.PretendFacility.Proxying;

/// <summary>
/// A bad network on request: stands before a server on a port of its own and passes bytes on, unless it is told to refuse, delay, throttle,
/// hold up, cut or watch them. It knows no protocol.
/// </summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly IPEndPoint _target;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<ProxiedConnection, Task> _open = new();
    private readonly IPEndPoint _own;
    private Socket _door;
    private int _connections;
    private int _resets;

    private TcpProxy(IPEndPoint target)
    {
        _target = target;
        _door = Bound(new IPEndPoint(IPAddress.Loopback, 0));
        _own = (IPEndPoint)_door.LocalEndPoint!;
        Open();
    }

    /// <summary>Where clients connect to, on loopback.</summary>
    public int Port => _own.Port;

    /// <summary>What clients say.</summary>
    public Flow ToServer { get; } = new();

    /// <summary>What the server answers.</summary>
    public Flow ToClient { get; } = new();

    /// <summary>Connections accepted so far.</summary>
    public int Connections => _connections;

    /// <summary>Connections that are open now.</summary>
    public int OpenConnections => _open.Count;

    /// <summary>Connections that were reset.</summary>
    public int Resets => _resets;

    /// <summary>Whether new connections are refused.</summary>
    public bool Refuses { get; private set; }

    public static TcpProxy Start(IPEndPoint target) => new(target);

    /// <summary>Before a server on this machine.</summary>
    public static TcpProxy Start(int port) => new(new IPEndPoint(IPAddress.Loopback, port));

    /// <summary>New connections are refused, as by a machine where nothing listens; open ones stay.</summary>
    public void Refuse()
    {
        if (Refuses)
            return;
        Refuses = true;
        _door.Dispose();
        _door = Bound(_own);                            // nobody else takes the port meanwhile
    }

    /// <summary>New connections are taken again.</summary>
    public void Accept()
    {
        if (!Refuses)
            return;
        Refuses = false;
        Open();
    }

    /// <summary>Resets every open connection (RST to both sides); what was held of them is lost.</summary>
    /// <returns>How many.</returns>
    public int Reset() => _open.Keys.Count(connection => connection.Reset());

    /// <summary>A sound network again: nothing is refused, slow, held or cut; what was held goes on.</summary>
    public void Heal()
    {
        Accept();
        ToServer.Heal();
        ToClient.Heal();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _door.Dispose();
        Reset();
        await Task.WhenAll(_open.Values);
        _stopping.Dispose();
    }

    internal void CountReset() => Interlocked.Increment(ref _resets);

    private static Socket Bound(IPEndPoint at)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(at);
        return socket;
    }

    private void Open()
    {
        _door.Listen();
        _ = AcceptAllAsync(_door);
    }

    private async Task AcceptAllAsync(Socket door)
    {
        while (true)
            try
            {
                var client = await door.AcceptAsync(_stopping.Token);
                Interlocked.Increment(ref _connections);
                var connection = new ProxiedConnection(this, client);
                var running = connection.RunAsync(_target, _stopping.Token);
                _open[connection] = running;
                _ = running.ContinueWith(_ => _open.TryRemove(connection, out var _), TaskScheduler.Default);
            }
            catch (Exception closed) when (closed is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
    }
}
