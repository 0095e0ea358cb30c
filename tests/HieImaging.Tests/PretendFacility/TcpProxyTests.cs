using System.Net;
using System.Net.Sockets;
using HieImaging.PretendFacility.Proxying;
using Xunit;

namespace HieImaging.Tests.PretendFacility;

public sealed class TcpProxyTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20), NotAtOnce = TimeSpan.FromMilliseconds(150);

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private TcpProxy _proxy = null!;

    public Task InitializeAsync()
    {
        _server.Start();
        _proxy = TcpProxy.Start((IPEndPoint)_server.LocalEndpoint);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Bytes_go_both_ways_and_each_side_hears_that_the_other_has_said_all()
    {
        var (client, server) = await ConnectAsync();
        await client.SendAsync("ask"u8.ToArray());
        Assert.Equal("ask", await HearAsync(server, 3));
        await server.SendAsync("answer"u8.ToArray());
        Assert.Equal("answer", await HearAsync(client, 6));
        client.Shutdown(SocketShutdown.Send);

        Assert.Equal("", await HearAsync(server, 1));

        Assert.Equal((3, 6, 1, 1), (_proxy.ToServer.Bytes, _proxy.ToClient.Bytes, _proxy.Connections, _proxy.OpenConnections));
    }

    [Fact]
    public async Task What_is_refused_is_told_at_once_and_taken_again_on_the_same_port()
    {
        _proxy.Refuse();

        Assert.Equal(SocketError.ConnectionRefused, (await Assert.ThrowsAnyAsync<SocketException>(ConnectAsync)).SocketErrorCode);
        _proxy.Accept();
        var (client, server) = await ConnectAsync();
        await client.SendAsync("x"u8.ToArray());
        Assert.Equal("x", await HearAsync(server, 1));
    }

    [Fact]
    public async Task In_a_black_hole_nothing_arrives_and_nothing_is_lost()
    {
        var (client, server) = await ConnectAsync();
        _proxy.ToServer.IsBlocked = true;
        await client.SendAsync("lost?"u8.ToArray());
        var hearing = HearAsync(server, 5);
        await server.SendAsync("y"u8.ToArray());
        Assert.Equal("y", await HearAsync(client, 1));
        Assert.False(hearing.IsCompleted);

        _proxy.Heal();

        Assert.Equal("lost?", await hearing);
    }

    [Fact]
    public async Task Delayed_and_slow_bytes_come_whole()
    {
        var (client, server) = await ConnectAsync();
        _proxy.ToServer.Delay = NotAtOnce;
        _proxy.ToServer.BytesPerSecond = 40;
        var hearing = HearAsync(server, 10);
        await client.SendAsync("0123456789"u8.ToArray());

        await Task.WhenAny(hearing, Task.Delay(NotAtOnce));

        Assert.False(hearing.IsCompleted);
        Assert.Equal("0123456789", await hearing);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public async Task A_reset_is_an_error_to_both_sides(int after)
    {
        var (client, server) = await ConnectAsync();
        _proxy.ToServer.Cut = new Cut(Ending.Reset, after);
        await client.SendAsync("0123456789"u8.ToArray());

        await Assert.ThrowsAnyAsync<SocketException>(() => HearAsync(client, 1));
        await Assert.ThrowsAnyAsync<SocketException>(() => HearAsync(server, 10));

        Assert.Equal((after, 1), ((int)_proxy.ToServer.Bytes, _proxy.Resets));
    }

    [Fact]
    public async Task All_connections_are_reset_at_once_and_the_next_one_is_well()
    {
        var (one, two) = ((await ConnectAsync()).Client, (await ConnectAsync()).Client);

        Assert.Equal(2, _proxy.Reset());

        await Assert.ThrowsAnyAsync<SocketException>(() => HearAsync(one, 1));
        await Assert.ThrowsAnyAsync<SocketException>(() => HearAsync(two, 1));
        var (client, server) = await ConnectAsync();
        await client.SendAsync("x"u8.ToArray());
        Assert.Equal("x", await HearAsync(server, 1));
        Assert.Equal(2, _proxy.Resets);
    }

    [Fact]
    public async Task A_truncated_answer_ends_cleanly_and_too_early_on_every_connection()
    {
        _proxy.ToClient.Cut = new Cut(Ending.Truncation, 4);
        for (var i = 1; i <= 2; i++)
        {
            var (client, server) = await ConnectAsync();
            await server.SendAsync("0123456789"u8.ToArray());

            Assert.Equal("0123", await HearAsync(client, 10));

            Assert.Equal(i, _proxy.ToClient.Truncations);
        }
    }

    [Fact]
    public async Task What_is_watched_is_held_where_it_begins_until_it_is_let_go()
    {
        var (client, server) = await ConnectAsync();
        using var watch = _proxy.ToServer.Watch("COMMIT"u8, skip: 1);
        await client.SendAsync("a COMMIT b COMMIT c"u8.ToArray());
        await watch.Caught.WaitAsync(Patience);
        Assert.Equal("a COMMIT b ", await HearAsync(server, 11));
        var hearing = HearAsync(server, 8);
        Assert.False(hearing.IsCompleted);

        watch.Dispose();

        Assert.Equal("COMMIT c", await hearing);
        Assert.Equal(2, watch.Hits);
    }

    [Fact]
    public async Task A_pattern_in_two_pieces_is_found_and_what_is_held_is_lost_with_the_connection()
    {
        var (client, server) = await ConnectAsync();
        using var watch = _proxy.ToServer.Watch("COMMIT"u8);
        await client.SendAsync("x COM"u8.ToArray());
        Assert.Equal("x COM", await HearAsync(server, 5));
        await client.SendAsync("MIT y"u8.ToArray());
        await watch.Caught.WaitAsync(Patience);

        _proxy.Reset();
        watch.Dispose();

        await Assert.ThrowsAnyAsync<SocketException>(() => HearAsync(server, 1));
        Assert.Equal(5, _proxy.ToServer.Bytes);
    }

    [Fact]
    public async Task A_server_that_is_away_ends_the_clients_connection()
    {
        var address = _server.LocalEndpoint;
        _server.Stop();
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(address);                                                              // so that nobody else's server comes to it
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        // the reset may come before the client has heard that it is connected
        await Assert.ThrowsAnyAsync<SocketException>(async () =>
        {
            await client.ConnectAsync(IPAddress.Loopback, _proxy.Port);
            await HearAsync(client, 1);
        });
    }

    public async Task DisposeAsync() => await _proxy.DisposeAsync();

    public void Dispose() => _server.Dispose();

    private async Task<(Socket Client, Socket Server)> ConnectAsync()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, _proxy.Port);
        return (client, await _server.AcceptSocketAsync().WaitAsync(Patience));
    }

    /// <summary>So many bytes, or what came before the end.</summary>
    private static async Task<string> HearAsync(Socket socket, int count)
    {
        var heard = new byte[count];
        var at = 0;
        using var patience = new CancellationTokenSource(Patience);
        while (at < count && await socket.ReceiveAsync(heard.AsMemory(at), patience.Token) is > 0 and var read)
            at += read;
        return System.Text.Encoding.ASCII.GetString(heard, 0, at);
    }
}
