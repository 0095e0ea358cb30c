using System.Diagnostics.Metrics;
using HieImaging.Hl7v2.Framing;
using HieImaging.Trust.Callers;
using HieImaging.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HieImaging.Identity.Receiving;

/// <summary>
/// Connections of senders of HL7 v2: message after message, each answered before the next is read. When the node stops, what has come
/// whole is answered and no more is read.
/// </summary>
public sealed partial class MllpConnections : IDisposable
{
    private readonly MllpReception _reception;
    private readonly MllpOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<MllpConnections> _log;
    private readonly Meter _meter = new("HieImaging.Identity");
    private readonly Counter<long> _turnedAway;
    private int _open;

    internal MllpConnections(MllpReception reception, IOptions<MllpOptions> options, TimeProvider clock, ILogger<MllpConnections> log)
    {
        (_reception, _options, _clock, _log) = (reception, options.Value, clock, log);
        _meter.CreateObservableGauge("hie.mllp.connections", () => Volatile.Read(ref _open), null, "Connections of HL7 v2");
        _turnedAway = _meter.CreateCounter<long>("hie.mllp.turned.away", null, "Connections of HL7 v2 that were closed for being too many");
    }

    /// <summary>Serves one connection to its end.</summary>
    public async Task ServeAsync(ConnectionContext connection)
    {
        try
        {
            if (Interlocked.Increment(ref _open) > _options.Connections)
                _turnedAway.Add(1);
            else
                await ConverseAsync(connection);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or ConnectionAbortedException or MalformedException)
        {
            Ended(_log, gone.GetType().Name);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    public void Dispose() => _meter.Dispose();

    private async Task ConverseAsync(ConnectionContext connection)
    {
        var shown = connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;
        if (shown is not null && !ClientCertificate.IsCurrent(shown, _clock.GetUtcNow()))
            return;
        var peer = MllpPeer.Of(connection);
        var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        var reader = new MllpReader(connection.Transport.Input.AsStream(), _options.Bounds);
        while (await HasNextAsync(connection, reader, stopping))
        {
            var frame = await NextAsync(connection, reader);
            if (frame is MllpFrame.CutOff)
                return;
            var heard = _reception.Hear(frame, peer);
            var reply = await _reception.AnswerAsync(heard);
            await SendAsync(connection, Mllp.Frame(reply.Bytes.Span));
            if (frame is MllpFrame.Refused { CanGoOn: false } || (reply.IsTooFast && heard.Sender is not Authentication.Known))
                return;
        }
    }

    private async Task<bool> HasNextAsync(ConnectionContext connection, MllpReader reader, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested)
            return false;
        using var patience = new CancellationTokenSource(_options.IdleAtMost, _clock);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, stopping, patience.Token);
        return await reader.StartAsync(waiting.Token);
    }

    // Nobody holds a place with half a message.
    private async Task<MllpFrame> NextAsync(ConnectionContext connection, MllpReader reader)
    {
        using var patience = new CancellationTokenSource(_options.MessageWithin, _clock);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, patience.Token);
        return await reader.FinishAsync(reading.Token);
    }

    // Nor with answers that he does not take: without the abort the transport would go on waiting for him.
    private async Task SendAsync(ConnectionContext connection, byte[] answer)
    {
        using var patience = new CancellationTokenSource(_options.TakenWithin, _clock);
        using var writing = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, patience.Token);
        try
        {
            await connection.Transport.Output.WriteAsync(answer, writing.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            connection.Abort(new ConnectionAbortedException("The peer takes no answers."));
            throw;
        }
    }

    [LoggerMessage(5401, LogLevel.Debug, "A connection of HL7 v2 ended ({Why}).")]
    private static partial void Ended(ILogger log, string why);
}
