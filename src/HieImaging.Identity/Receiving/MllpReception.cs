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
/// From a frame to its answer: who sends it, whether it may, whether there is room, and then the line of the table. There is an answer
/// always, and of a refusal an audit record.
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

    /// <param name="thumbprint">Of the connection's client certificate; null where there is none.</param>
    /// <returns>The bytes of the answer.</returns>
    public async Task<byte[]> AnswerAsync(MllpFrame frame, string? thumbprint)
    {
        var began = _clock.GetTimestamp();
        var (message, broken) = Read(frame);
        var line = message is null ? null : _door.Of(message);
        using var activity = new Activity(line?.Transaction.Id ?? "MLLP").Start();
        var caller = CallerDecision.ByMllp(_domain.Now, message is null ? [] : SenderNames.Of(message), thumbprint);
        Hl7Message answer;
        if (broken is not null)
            answer = await _refusals.AnswerAsync(
                message, line?.Transaction, caller, MllpRefusal.Fault(broken.Code, broken.Text, broken.At));
        else if (RefusalOf(message!, line, caller) is { } refusal)
            answer = await _refusals.AnswerAsync(message, line?.Transaction, caller, refusal);
        else
            answer = await InPlaceAsync(new MllpCall
            {
                Message = message!, Bytes = ((MllpFrame.Whole)frame).Bytes, Caller = ((Authentication.Known)caller).Caller,
                Transaction = line!.Transaction,
            }, line.Answer);
        var code = answer.First("MSA")?[1].Text ?? "";
        _answered.Add(1, new("transaction", line?.Transaction.Id ?? ""), new("answer", code));
        _seconds.Record(_clock.GetElapsedTime(began).TotalSeconds);
        return answer.ToBytesOfAny();
    }

    public void Dispose()
    {
        _places.Dispose();
        _meter.Dispose();
    }

    private (Hl7Message? Message, Hl7Error? Broken) Read(MllpFrame frame) => frame switch
    {
        MllpFrame.Whole whole => Hl7Reader.Read(whole.Bytes.Span, _options.Bounds) switch
        {
            Hl7Reading.Read read => (read.Message, null),
            Hl7Reading.Broken broken => (broken.Header, broken.Error),
            _ => throw new InvalidOperationException("There are two kinds of reading."),
        },
        MllpFrame.Refused refused => (Hl7Reader.Header(refused.Beginning.Span, _options.Bounds), refused.Error),
        _ => throw new InvalidOperationException("What was cut off is not answered."),
    };

    private MllpRefusal? RefusalOf(Hl7Message message, MllpLine? line, Authentication sender)
    {
        if (sender is not Authentication.Known(var caller))
            return Stranger(((Authentication.Refused)sender).Reason);
        if (HeaderCheck.Of(message, _door, _processingIds) is { } wrong)
            return wrong;
        if (!caller.Has(line!.Transaction.Scope!))
            return Stranger($"The scope {line.Transaction.Scope} is not granted.");
        if (_rates.OfClient(caller.Client.Id, line.Transaction) is not null)
            return MllpRefusal.Later("There are too many messages; come again later.");
        return _store.Pressure.Now != WritePause.None && line.Transaction.Audit != AuditAction.Query
            ? MllpRefusal.Later("Nothing more can be written for the moment; come again.")
            : null;
    }

    private static MllpRefusal Stranger(string why) =>
        MllpRefusal.Reject(Hl7ErrorCode.ApplicationInternalError, why, new Hl7Location("MSH", 1, 3));

    private async Task<Hl7Message> InPlaceAsync(MllpCall call, MllpAnswer answer)
    {
        using var place = await _places.TakeAsync(call.Transaction);
        if (place is null)
            return await RefuseAsync(call, MllpRefusal.Later("The node has too much to do; come again."), AuditOutcome.Refused);
        try
        {
            using var watchdog = new CancellationTokenSource(_options.AnswerWithin, _clock);
            await using var scope = _scopes.CreateAsyncScope();
            return await answer(call with { Services = scope.ServiceProvider }, watchdog.Token);
        }
        catch (Exception failure)
        {
            var refusal = MllpFailure.Of(failure);
            Failed(_log, call.Transaction.Id, (int)refusal.Error.Code, failure.GetType().Name);
            return await RefuseAsync(call, refusal, AuditOutcome.Failed);
        }
    }

    private Task<Hl7Message> RefuseAsync(MllpCall call, MllpRefusal refusal, AuditOutcome outcome) =>
        _refusals.AnswerAsync(call.Message, call.Transaction, new Authentication.Known(call.Caller), refusal, outcome);

    [LoggerMessage(5402, LogLevel.Warning, "A message of {Transaction} was answered {Code} ({Failure}).")]
    private static partial void Failed(ILogger log, string transaction, int code, string failure);
}
