using System.Diagnostics.Metrics;
using HieImaging.Hl7v2.Framing;
using HieImaging.RecordLocator.Participants;
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
    private readonly MllpStrangers _strangers;
    private readonly CurrentDomain _domain;
    private readonly MllpOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<MllpConnections> _log;
    private readonly MllpSeats _seats;
    private readonly Meter _meter = new("HieImaging.Identity");
    private readonly Counter<long> _turnedAway;

    internal MllpConnections(
        MllpReception reception, MllpStrangers strangers, CurrentDomain domain, IOptions<MllpOptions> options, TimeProvider clock,
        ILogger<MllpConnections> log)
    {
        (_reception, _strangers, _domain, _options, _clock, _log) = (reception, strangers, domain, options.Value, clock, log);
        _seats = new MllpSeats(_options.Connections);
        _meter.CreateObservableGauge("hie.mllp.connections", () => _seats.Taken, null, "Connections of HL7 v2");
        _turnedAway = _meter.CreateCounter<long>("hie.mllp.turned.away", null, "Connections of HL7 v2 that were closed for being too many");
    }

    /// <summary>Serves one connection to its end.</summary>
    public async Task ServeAsync(ConnectionContext connection)
    {
        try
        {
            var peer = MllpPeer.Of(connection);
            if (RefusalOf(connection) is { } refused)
                await _strangers.ServeAsync(connection, peer, refused);
            else
                await SeatAsync(connection, peer);
        }
        catch (Exception gone) when (IsGone(gone))
        {
            Ended(_log, gone.GetType().Name);
        }
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>How reading and writing end when the peer goes, speaks nothing that is known, or has used up the patience with it.</summary>
    internal static bool IsGone(Exception gone) =>
        gone is OperationCanceledException or IOException or ConnectionAbortedException or MalformedException;

    // By its certificate, at this moment, before a byte of it is read; null where it may speak, or shows none.
    private Authentication.Refused? RefusalOf(ConnectionContext connection) =>
        connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate is { } shown
            ? CallerDecision.ByCertificate(_domain.Now, shown, _clock.GetUtcNow()) as Authentication.Refused
            : null;

    private async Task SeatAsync(ConnectionContext connection, MllpPeer peer)
    {
        using var seat = _seats.Take(peer.Thumbprint is not null, () =>
        {
            _turnedAway.Add(1, new KeyValuePair<string, object?>("which", "silent"));
            connection.Abort(new ConnectionAbortedException("Its place is another's, for it has not shown who it is."));
        });
        if (seat is null)
            _turnedAway.Add(1, new KeyValuePair<string, object?>("which", "newcomer"));
        else
            await ConverseAsync(connection, peer, seat);
    }

    private async Task ConverseAsync(ConnectionContext connection, MllpPeer peer, MllpSeats.Seat seat)
    {
        var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? default;
        var reader = new MllpReader(connection.Transport.Input.AsStream(), _options.Bounds);
        var isProven = peer.Thumbprint is not null;
        // whose certificate was taken out of the domain meanwhile is told so when it comes again
        while (await HasNextAsync(connection, reader, stopping) && RefusalOf(connection) is null)
        {
            var frame = await NextAsync(connection, reader);
            if (frame is MllpFrame.CutOff)
                return;
            var heard = _reception.Hear(frame, peer);
            isProven |= heard.Sender is Authentication.Known;
            if (isProven && !seat.Keep())
                return;
            var reply = await _reception.AnswerAsync(heard);
            await SendAsync(connection, Mllp.Frame(reply.Bytes.Span));
            if (frame is MllpFrame.Refused { CanGoOn: false } || (reply.IsTooFast && !isProven))
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
