using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace HieImaging.Bench.Peers;

/// <summary>
/// What a message costs that is lost by nobody, and nothing else: confirmed publish → quorum queue → batch of at most 100 → one insert over
/// unnest → commit → one acknowledgement. No HTTP, no token, no parsing, no audit, no outbox.
/// </summary>
public sealed class BarePipeline : IAsyncDisposable
{
    private const int Batch = 100;

    private readonly NpgsqlDataSource _store;
    private readonly IConnection _broker;
    private readonly IChannel _publishing;
    private readonly IChannel _consuming;
    private readonly string _queue;
    private readonly ReadOnlyMemory<byte> _body;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new(StringComparer.Ordinal);
    private readonly Channel<(ulong Tag, string Id, byte[] Body)> _arrived = Channel.CreateUnbounded<(ulong, string, byte[])>();
    private readonly CancellationTokenSource _ending = new();
    private Task _writing = Task.CompletedTask;

    private BarePipeline(NpgsqlDataSource store, IConnection broker, IChannel publishing, IChannel consuming, string queue, byte[] body) =>
        (_store, _broker, _publishing, _consuming, _queue, _body) = (store, broker, publishing, consuming, queue, body);

    /// <param name="database">Connection string of a database of its own.</param>
    /// <param name="bus">amqp address of a virtual host of its own.</param>
    public static async Task<BarePipeline> StartAsync(string database, string bus, int bodyBytes, CancellationToken cancellation)
    {
        var store = NpgsqlDataSource.Create(database);
        await using (var create = store.CreateCommand("create table p_bytes (id text primary key, body bytea compression lz4 not null)"))
            await create.ExecuteNonQueryAsync(cancellation);
        var broker = await new ConnectionFactory { Uri = new Uri(bus) }.CreateConnectionAsync(cancellation);
        var publishing = await broker.CreateChannelAsync(new CreateChannelOptions(true, true, null), cancellation);
        var consuming = await broker.CreateChannelAsync(cancellationToken: cancellation);
        var queue = await consuming.QueueDeclareAsync("bare", durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: cancellation);
        await consuming.BasicQosAsync(0, 2 * Batch, false, cancellation);
        var body = new byte[bodyBytes];
        new Random(4).NextBytes(body);
        var pipeline = new BarePipeline(store, broker, publishing, consuming, queue.QueueName, body);
        var consumer = new AsyncEventingBasicConsumer(consuming);
        consumer.ReceivedAsync += (_, message) =>
        {
            pipeline._arrived.Writer.TryWrite((message.DeliveryTag, message.BasicProperties.MessageId!, message.Body.ToArray()));
            return Task.CompletedTask;
        };
        await consuming.BasicConsumeAsync(queue.QueueName, autoAck: false, consumer, cancellation);
        pipeline._writing = Task.Run(pipeline.WriteAsync, cancellation);
        return pipeline;
    }

    /// <summary>Publishes one message, and returns when the row that it became is committed.</summary>
    public async Task SendAsync(long number, CancellationToken cancellation)
    {
        var id = number.ToString(CultureInfo.InvariantCulture);
        var committed = _awaited.GetOrAdd(id, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await _publishing.BasicPublishAsync("", _queue, mandatory: true,
            new BasicProperties { Persistent = true, MessageId = id }, _body, cancellation);
        await committed.Task.WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _writing.ContinueWith(_ => { }, TaskScheduler.Default);
        await _publishing.DisposeAsync();
        await _consuming.DisposeAsync();
        await _broker.DisposeAsync();
        await _store.DisposeAsync();
        _ending.Dispose();
    }

    private async Task WriteAsync()
    {
        var batch = new List<(ulong Tag, string Id, byte[] Body)>(Batch);
        while (await _arrived.Reader.WaitToReadAsync(_ending.Token))
        {
            batch.Clear();
            while (batch.Count < Batch && _arrived.Reader.TryRead(out var message))
                batch.Add(message);
            await using (var insert = _store.CreateCommand("insert into p_bytes select * from unnest($1, $2)"))
            {
                insert.Parameters.Add(new() { Value = batch.Select(one => one.Id).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
                insert.Parameters.Add(new() { Value = batch.Select(one => one.Body).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
                await insert.ExecuteNonQueryAsync(_ending.Token);
            }
            await _consuming.BasicAckAsync(batch[^1].Tag, multiple: true, _ending.Token);
            foreach (var (_, id, _) in batch)
                if (_awaited.TryRemove(id, out var committed))
                    committed.SetResult();
        }
    }
}
