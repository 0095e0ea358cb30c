using HieImaging.Bench.Measuring;
using RabbitMQ.Client;

namespace HieImaging.Bench.Registering;

/// <summary>The least that publishing durably takes: bodies to a quorum queue, 100 started in order, then their confirms awaited together.</summary>
internal sealed class RawPublisher : IAsyncDisposable
{
    private const int Window = 100;
    private const string Queue = "raw";

    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private RawPublisher(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    /// <param name="bus">Its virtual host is the node's own.</param>
    public static async Task<RawPublisher> OpenAsync(string bus, CancellationToken cancellation)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(bus) }.CreateConnectionAsync(cancellation);
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(true, true, outstandingPublisherConfirmationsRateLimiter: null), cancellation);
        await channel.QueueDeclareAsync(
            Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" },
            cancellationToken: cancellation);
        return new RawPublisher(connection, channel);
    }

    public async Task<Sample> RunAsync(int messages, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var sent = 0; sent < messages; sent += Window)
        {
            var window = new List<Task>(Window);
            for (var i = 0; i < Window; i++)
                window.Add(_channel.BasicPublishAsync(
                    "", Queue, mandatory: true, new BasicProperties { DeliveryMode = DeliveryModes.Persistent }, body, cancellation).AsTask());
            await Task.WhenAll(window);
        }
        var sample = new Sample(messages, System.Diagnostics.Stopwatch.GetElapsedTime(began));
        await _channel.QueuePurgeAsync(Queue, cancellation);
        return sample;
    }

    public async Task PurgeAsync(string queue, CancellationToken cancellation) => await _channel.QueuePurgeAsync(queue, cancellation);

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
