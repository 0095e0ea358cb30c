using System.Net.Security;
using System.Net.Sockets;
using HieImaging.Hl7v2.Messages;
using HieImaging.Wire;

namespace HieImaging.Hl7v2.Framing;

/// <summary>Sends messages over one connection, each when the one before it is answered.</summary>
public sealed class MllpClient : IAsyncDisposable
{
    private readonly TcpClient _tcp;
    private readonly Stream _stream;
    private readonly MllpReader _reader;
    private readonly Hl7Bounds _bounds = new();

    private MllpClient(TcpClient tcp, Stream stream) => (_tcp, _stream, _reader) = (tcp, stream, new MllpReader(stream, _bounds));

    /// <param name="tls">Null: plain.</param>
    public static async Task<MllpClient> ConnectAsync(
        string host, int port, SslClientAuthenticationOptions? tls, CancellationToken cancellation)
    {
        var tcp = new TcpClient { NoDelay = true };
        try
        {
            await tcp.ConnectAsync(host, port, cancellation);
            Stream stream = tcp.GetStream();
            if (tls is not null)
            {
                var secure = new SslStream(stream);
                await secure.AuthenticateAsClientAsync(tls, cancellation);
                stream = secure;
            }
            return new MllpClient(tcp, stream);
        }
        catch
        {
            tcp.Dispose();
            throw;
        }
    }

    /// <summary>The bytes of the answer.</summary>
    /// <exception cref="TruncatedException">The peer closed without one.</exception>
    public async Task<byte[]> SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        await _stream.WriteAsync(Mllp.Frame(message.Span), cancellation);
        return await _reader.StartAsync(cancellation) && await _reader.FinishAsync(cancellation) is MllpFrame.Whole answer
            ? answer.Bytes.ToArray()
            : throw new TruncatedException("The peer closed before it answered.");
    }

    /// <summary>The answer.</summary>
    /// <exception cref="MalformedException">It is no message, or there was none.</exception>
    public async Task<Hl7Message> SendAsync(Hl7Message message, CancellationToken cancellation) =>
        Hl7Reader.Read(await SendAsync(message.ToBytes(), cancellation), _bounds) switch
        {
            Hl7Reading.Read read => read.Message,
            Hl7Reading.Broken broken => throw new MalformedException(broken.Error.Text),
            _ => throw new InvalidOperationException("There are two kinds of reading."),
        };

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _tcp.Dispose();
    }
}
