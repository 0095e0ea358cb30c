using System.Diagnostics;
using System.Diagnostics.Metrics;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Hl7v2.Framing;
using HieImaging.Hl7v2.Messages;
using HieImaging.RecordLocator.Participants;
using HieImaging.Trust.Admission;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HieImaging.Identity.Receiving;

/// <summary>
/// From a frame to its answer: by MSH alone who sends it, whether it may and whether there is room, and then the rest of it and the line
/// of the table. There is an answer always, and of a refusal an audit record.
/// </summary>
internal sealed partial class MllpReception : IDisposable
{
    private readonly MllpDoor _door;
    private readonly CurrentDomain _domain;
    private readonly Store _store;
    private readonly RateLimits _rates;
    private readonly MllpRefusals _refusals;
    private readonly IServiceScopeFactory _scopes;
    private readonly MllpOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<MllpReception> _log;
    private readonly string[] _processingIds;
    private readonly MllpPlaces _places;
    private readonly Meter _meter = new("HieImaging.Identity");
    private readonly Counter<long> _answered;
    private readonly Histogram<double> _seconds;

    public MllpReception(
        MllpDoor door, CurrentDomain domain, Store store, RateLimits rates, MllpRefusals refusals, IServiceScopeFactory scopes,
        IOptions<MllpOptions> options, TimeProvider clock, ILogger<MllpReception> log)
    {
        (_door, _domain, _store, _rates, _refusals) = (door, domain, store, rates, refusals);
        (_scopes, _options, _clock, _log) = (scopes, options.Value, clock, log);
        _processingIds = _options.ProcessingIds.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        _places = new MllpPlaces(_options);
        _answered = _meter.CreateCounter<long>("hie.mllp.messages", null, "Messages of HL7 v2, by transaction and MSA-1");
        _seconds = _meter.CreateHistogram<double>("hie.mllp.seconds", "s", "From the last byte of a message to its answer");
    }

    /// <summary>Reads of a frame no more than MSH: who sends it, and what.</summary>
    public MllpHeard Hear(MllpFrame frame, MllpPeer peer)
    {
        var (bytes, broken) = frame switch
        {
            MllpFrame.Whole whole => (whole.Bytes, null),
            MllpFrame.Refused refused => (refused.Beginning, refused.Error),
            _ => throw new InvalidOperationException("What was cut off is not answered."),
        };
        var header = Hl7Reader.Header(bytes.Span, _options.Bounds);
        return new MllpHeard
        {
            Frame = frame, Peer = peer, Header = header, At = _clock.GetTimestamp(),
            Broken = broken ?? (header is null ? ((Hl7Reading.Broken)Hl7Reader.Read(bytes.Span, _options.Bounds)).Error : null),
            Line = header is null ? null : _door.Of(header),
            Sender = CallerDecision.ByMllp(_domain.Now, header is null ? [] : SenderNames.Of(header), peer.Thumbprint),
        };
    }

    public async Task<MllpReply> AnswerAsync(MllpHeard heard)
    {
        using var activity = new Activity(heard.Line?.Transaction.Id ?? "MLLP").Start();
        var isTooFast = false;
        Hl7Message answer;
        if (heard.Sender is Authentication.Known(var caller))
            answer = RefusalOf(heard, caller) is { } refusal
                ? await _refusals.AnswerAsync(heard.Header, heard.Line?.Transaction, heard.Sender, refusal)
                : await InPlaceAsync(heard, caller);
        else
        {
            var sender = (Authentication.Refused)heard.Sender;
            isTooFast = _rates.OfFailure(heard.Peer.Address, sender.Client, heard.Transaction) is not null;
            var refusal = heard.Header is null ? Fault(heard.Broken!) : MllpRefusal.Stranger(sender.Reason);
            answer = await _refusals.AnswerAsync(
                heard.Header, heard.Line?.Transaction, sender, isTooFast ? refusal.OneOfMany() : refusal, certificate: heard.Peer.Thumbprint);
        }
        var code = answer.First("MSA")?[1].Text ?? "";
        _answered.Add(1, new("transaction", heard.Line?.Transaction.Id ?? ""), new("answer", code));
        _seconds.Record(_clock.GetElapsedTime(heard.At).TotalSeconds);
        return new MllpReply(answer.ToBytesOfAny(), isTooFast);
    }

    public void Dispose()
    {
        _places.Dispose();
        _meter.Dispose();
    }

    // Of what is known by MSH alone.
    private MllpRefusal? RefusalOf(MllpHeard heard, Caller caller)
    {
        if (_rates.OfClient(caller.Client.Id, heard.Transaction) is not null)
            return MllpRefusal.Later("There are too many messages; come again later.");
        if (heard.Broken is { } broken)
            return Fault(broken);
        if (HeaderCheck.Of(heard.Header!, _door, _processingIds) is { } wrong)
            return wrong;
        if (!caller.Has(heard.Transaction.Scope!))
            return MllpRefusal.Stranger($"The scope {heard.Transaction.Scope} is not granted.");
        return _store.Pressure.Now != WritePause.None && heard.Transaction.Audit != AuditAction.Query
            ? MllpRefusal.Later("Nothing more can be written for the moment; come again.")
            : null;
    }

    private static MllpRefusal Fault(Hl7Error error) => MllpRefusal.Fault(error.Code, error.Text, error.At);

    // The rest of the message is read in its turn and in the time of its answer.
    private async Task<Hl7Message> InPlaceAsync(MllpHeard heard, Caller caller)
    {
        using var place = await _places.TakeAsync(heard.Transaction);
        if (place is null)
            return await RefuseAsync(heard, MllpRefusal.Later("The node has too much to do; come again."), AuditOutcome.Refused);
        try
        {
            using var watchdog = new CancellationTokenSource(_options.AnswerWithin, _clock);
            var bytes = ((MllpFrame.Whole)heard.Frame).Bytes;
            var reading = Hl7Reader.Read(bytes.Span, _options.Bounds);
            if (reading is Hl7Reading.Broken broken)
                return await RefuseAsync(heard, Fault(broken.Error), AuditOutcome.Refused);
            await using var scope = _scopes.CreateAsyncScope();
            return await heard.Line!.Answer(
                new MllpCall
                {
                    Message = ((Hl7Reading.Read)reading).Message, Bytes = bytes, Caller = caller, Transaction = heard.Transaction,
                    Services = scope.ServiceProvider,
                },
                watchdog.Token);
        }
        catch (Exception failure)
        {
            var refusal = MllpFailure.Of(failure);
            Failed(_log, heard.Transaction.Id, (int)refusal.Error.Code, failure.GetType().Name);
            return await RefuseAsync(heard, refusal, AuditOutcome.Failed);
        }
    }

    private Task<Hl7Message> RefuseAsync(MllpHeard heard, MllpRefusal refusal, AuditOutcome outcome) =>
        _refusals.AnswerAsync(heard.Header, heard.Transaction, heard.Sender, refusal, outcome);

    [LoggerMessage(5402, LogLevel.Warning, "A message of {Transaction} was answered {Code} ({Failure}).")]
    private static partial void Failed(ILogger log, string transaction, int code, string failure);
}
