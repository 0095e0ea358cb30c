using HieImaging.Wire.Connecting;
using RabbitMQ.Client;

namespace HieImaging.Node.Messaging;

/// <summary>One AMQP connection, opened when needed and thrown away at the first doubt: nothing of a dead one is used again.</summary>
internal sealed class BrokerConnection(Uri broker, ClientTlsOptions tls, string name) : IAsyncDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5), DoneWithin = TimeSpan.FromSeconds(15), Heartbeat = TimeSpan.FromSeconds(10),
        CloseWithin = TimeSpan.FromSeconds(1);

    private readonly ConnectionFactory _factory = new()
    {
        Uri = broker,
        ClientProvidedName = name,
        AutomaticRecoveryEnabled = false,
        TopologyRecoveryEnabled = false,
        RequestedConnectionTimeout = AnswerWithin,
        HandshakeContinuationTimeout = AnswerWithin,
        ContinuationTimeout = DoneWithin,
        RequestedHeartbeat = Heartbeat,
        Ssl = BrokerTls.IsAsked(broker) ? BrokerTls.Option(broker, tls) : new SslOption(),
    };

    private readonly SemaphoreSlim _opening = new(1);
    private IConnection? _connection;

    /// <exception cref="RabbitMQ.Client.Exceptions.BrokerUnreachableException">The broker is away.</exception>
    public async Task<IChannel> OpenChannelAsync(CreateChannelOptions? options, CancellationToken cancellation)
    {
        await _opening.WaitAsync(cancellation);
        try
        {
            if (_connection is not { IsOpen: true })
            {
                await DisposeAsync();
                _connection = await _factory.CreateConnectionAsync(cancellation);
            }
            return await _connection.CreateChannelAsync(options, cancellation);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Leaves the connection, and all channels on it, to their end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _connection, null) is not { } left)
            return;
        await left.AbortAsync(CloseWithin).WaitAsync(CloseWithin * 2).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
