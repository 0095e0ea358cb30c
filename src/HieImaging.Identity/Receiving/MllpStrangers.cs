using System.Diagnostics.Metrics;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.Hl7v2.Framing;
using HieImaging.Hl7v2.Messages;
using HieImaging.Identity.Linking;
using HieImaging.Trust.Admission;
using HieImaging.Trust.Callers;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace HieImaging.Identity.Receiving;

/// <summary>
/// Peers whose certificate is no client's: a few at a time and beside everybody else's seats, a few seconds each, one AR to what they say,
/// of which the beginning alone is read. Those who come too fast are closed unheard. Each is a refusal in the trail.
/// </summary>
internal sealed class MllpStrangers : IDisposable
{
    // Longer than any MSH.
    private static readonly Hl7Bounds Beginning = new() { MessageBytes = 4096, FieldBytes = 4096 };

    private readonly MllpDoor _door;
    private readonly RateLimits _rates;
    private readonly MllpRefusals _refusals;
    private readonly MllpOptions _options;
    private readonly TimeProvider _clock;
    private readonly Turns _places;
    private readonly Meter _meter = new("HieImaging.Identity");
    private readonly Counter<long> _met;

    public MllpStrangers(MllpDoor door, RateLimits rates, MllpRefusals refusals, IOptions<MllpOptions> options, TimeProvider clock)
    {
        (_door, _rates, _refusals, _options, _clock) = (door, rates, refusals, options.Value, clock);
        _places = new Turns(_options.Strangers);
        _met = _meter.CreateCounter<long>("hie.mllp.strangers", null, "Connections of HL7 v2 whose certificate is no client's, by their end");
    }

    /// <param name="sender">Why it is none.</param>
    public async Task ServeAsync(ConnectionContext connection, MllpPeer peer, Authentication.Refused sender)
    {
        var refusal = MllpRefusal.Stranger(sender.Reason);
        using var place = _rates.OfFailure(peer.Address, sender.Client, Transaction.NoDoor) is null
            ? await _places.TakeAsync(TimeSpan.Zero)
            : null;
        if (place is null)
        {
            _met.Add(1, new KeyValuePair<string, object?>("end", "unheard"));
            await _refusals.TellAsync(null, sender, refusal.OneOfMany(), certificate: peer.Thumbprint);
            return;
        }
        using var patience = new CancellationTokenSource(_options.StrangerWithin, _clock);
        using var talking = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, patience.Token);
        if (await BeginningAsync(connection, talking.Token) is not { } said)
        {
            _met.Add(1, new KeyValuePair<string, object?>("end", "silent"));
            await _refusals.TellAsync(null, sender, refusal, certificate: peer.Thumbprint);
            return;
        }
        _met.Add(1, new KeyValuePair<string, object?>("end", "refused"));
        var header = Hl7Reader.Header(said.Span, Beginning);
        var answer = await _refusals.AnswerAsync(
            header, header is null ? null : _door.Of(header)?.Transaction, sender, refusal, certificate: peer.Thumbprint);
        await connection.Transport.Output.WriteAsync(Mllp.Frame(answer.ToBytesOfAny()), talking.Token);
    }

    public void Dispose()
    {
        _places.Dispose();
        _meter.Dispose();
    }

    // Null: it said nothing, or not in time.
    private static async Task<ReadOnlyMemory<byte>?> BeginningAsync(ConnectionContext connection, CancellationToken cancellation)
    {
        var reader = new MllpReader(connection.Transport.Input.AsStream(), Beginning);
        try
        {
            return !await reader.StartAsync(cancellation) ? null : await reader.FinishAsync(cancellation) switch
            {
                MllpFrame.Whole whole => whole.Bytes,
                MllpFrame.Refused refused => refused.Beginning,
                _ => null,
            };
        }
        catch (Exception gone) when (MllpConnections.IsGone(gone))
        {
            return null;
        }
    }
}
