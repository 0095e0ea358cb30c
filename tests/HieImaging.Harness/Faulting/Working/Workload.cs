using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using HieImaging.PretendFacility.Domains;

namespace HieImaging.Harness.Faulting.Working;

/// <summary>
/// Four hospitals at work, in an open loop: what is to be submitted is asked until it is acknowledged, as a hospital's queue does, the same bytes
/// under the same ids; what is read is asked up to five times. Everything is written down.
/// </summary>
public sealed class Workload : IAsyncDisposable
{
    private const int KeptTimings = 40_000;
    private const int TriesOfARead = 5;
    private const int ReadsInFlight = 96;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PatienceWithArchives = TimeSpan.FromSeconds(40);

    private readonly FaultSite _site;
    private readonly Rates _rates;
    private readonly History _history;
    private readonly Planner _planner;
    private readonly Reader _reader;
    private readonly Random _chance;
    private readonly CancellationTokenSource _pacing = new();
    private readonly CancellationTokenSource _givingUp = new();
    private readonly ConcurrentDictionary<int, Task> _submitting = new();
    private readonly ConcurrentDictionary<int, Operation> _unanswered = new();
    private readonly ConcurrentDictionary<int, Task> _reading = new();
    private readonly ConcurrentQueue<ReadTiming> _timings = new();
    private readonly ConcurrentQueue<string> _wrong = new();
    private Task _pacers = Task.CompletedTask;
    private long _lastTaken, _lastRead;
    private int _acknowledged, _read, _heldBack, _readNumber, _failedReads;

    private Workload(FaultSite site, int seed, Rates rates)
    {
        (_site, _rates, _chance) = (site, rates, new Random(seed));
        _history = new History(Path.Combine(Checkout.NewFolder("history"), "history.jsonl"));
        var ledger = new Ledger();
        _planner = new Planner(site, ledger, new Senders(site), seed);
        _reader = new Reader(site, ledger, seed);
    }

    /// <summary>Where everything is written down.</summary>
    public string HistoryFile => _history.Path;

    /// <summary>Submissions acknowledged so far.</summary>
    public int Acknowledged => _acknowledged;

    /// <summary>Reads answered so far.</summary>
    public int Answered => _read;

    /// <summary>Reads that were given up after five tries.</summary>
    public int FailedReads => _failedReads;

    /// <summary>Ticks at which nothing was begun, for too much waited already.</summary>
    public int HeldBack => _heldBack;

    /// <summary>Answers that were wrong when they came: an acknowledged study not found, a short study that ended cleanly.</summary>
    public IReadOnlyCollection<string> Wrong => _wrong;

    /// <summary>Submissions that wait for an answer.</summary>
    public IReadOnlyCollection<Operation> Unanswered => [.. _unanswered.Values];

    internal static async Task<Workload> BeginAsync(FaultSite site, int seed, Rates rates)
    {
        var workload = new Workload(site, seed, rates);
        workload._pacers = Task.WhenAll(workload.PaceAsync(rates.Submissions, workload.Submit), workload.PaceAsync(rates.Reads, workload.Read));
        await Deadline.Until("the workload is under way", () => Task.FromResult(workload is { Acknowledged: >= 20, Answered: >= 5 }));
        return workload;
    }

    /// <summary>Whether a submission and a read that began after this timestamp of the stopwatch have been answered.</summary>
    public bool HasServedSince(long timestamp) => HasTakenSince(timestamp) && Volatile.Read(ref _lastRead) > timestamp;

    /// <summary>The same of submissions alone.</summary>
    public bool HasTakenSince(long timestamp) => Volatile.Read(ref _lastTaken) > timestamp;

    /// <summary>The last reads that began after this timestamp of the stopwatch, and have ended.</summary>
    public IReadOnlyList<ReadTiming> ReadsSince(long timestamp) => [.. _timings.Where(one => one.Begun > timestamp)];

    /// <summary>Nothing new is begun; what waits is asked on until it is acknowledged or the time is up.</summary>
    /// <returns>The operations that nobody acknowledged.</returns>
    public async Task<IReadOnlyCollection<Operation>> EndAsync(TimeSpan within)
    {
        await _pacing.CancelAsync();
        await _pacers;
        await Task.WhenAny(Task.WhenAll(_submitting.Values), Task.Delay(within));
        var stuck = Unanswered;
        await _givingUp.CancelAsync();
        await Task.WhenAll([.. _submitting.Values, .. _reading.Values]);
        await _history.DisposeAsync();
        return stuck;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_givingUp.IsCancellationRequested)
            await EndAsync(TimeSpan.Zero);
    }

    /// <summary>The images of a study, as a clinician gets them, over and over until one is there.</summary>
    /// <param name="hospital">Whose archive has them.</param>
    /// <returns>The request, to be sent by whoever wants to see how it ends.</returns>
    public async Task<HttpRequestMessage> RetrievalAsync(PretendHospital hospital)
    {
        var planned = await Deadline.Until("a study with images is acknowledged", () =>
        {
            lock (_reader)
                return Task.FromResult(_reader.Retrieve(hospital));
        });
        return await RequestAsync(planned);
    }

    // An open loop: what could not be begun in time is begun at once, as long as it is not too much.
    private async Task PaceAsync(double perSecond, Action begin)
    {
        using var rhythm = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var (started, begun) = (Stopwatch.GetTimestamp(), 0L);
        try
        {
            while (await rhythm.WaitForNextTickAsync(_pacing.Token))
                for (var due = (long)(Stopwatch.GetElapsedTime(started).TotalSeconds * perSecond); begun < due; begun++)
                    begin();
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void Submit()
    {
        if (_submitting.Count >= _rates.InFlight)
        {
            _heldBack++;
            return;
        }
        var planned = _planner.Next();
        var isImpatient = _chance.Next(100) < _rates.Impatient;
        _unanswered[planned.Operation.Number] = planned.Operation;
        _submitting[planned.Operation.Number] = Task.Run(async () =>
        {
            await SubmitAsync(planned, isImpatient);
            _unanswered.TryRemove(planned.Operation.Number, out _);
            _submitting.TryRemove(planned.Operation.Number, out _);
        });
    }

    private async Task SubmitAsync(Planned planned, bool isImpatient)
    {
        var number = planned.Operation.Number;
        await _history.AppendAsync(Event(HistoryWhat.Invoke, number) with { Invoked = planned.Operation });
        for (var wait = 100; !_givingUp.IsCancellationRequested; wait = Math.Min(2000, wait * 2))
        {
            var begun = Stopwatch.GetTimestamp();
            using var attempt = Attempt();
            var trace = attempt.TraceId.ToHexString();
            switch (await AskAsync(planned))
            {
                case { Kind: AnswerKind.Done } done:
                    await _history.AppendAsync(Event(HistoryWhat.Ok, number) with { Trace = trace, Answer = done.Said });
                    planned.Acknowledged(done.Handle);
                    Interlocked.Increment(ref _acknowledged);
                    Later(ref _lastTaken, begun);
                    return;
                case { Kind: AnswerKind.Refused } refused:
                    await _history.AppendAsync(Event(HistoryWhat.Fail, number) with { Trace = trace, Answer = refused.Said });
                    return;
                case var open:
                    _history.Note(Event(HistoryWhat.Unanswered, number) with { Trace = trace, Answer = open.Said });
                    break;
            }
            if (isImpatient)
                break;
            await Task.Delay(Random.Shared.Next(wait / 2, wait), _givingUp.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await _history.AppendAsync(Event(HistoryWhat.Info, number));
    }

    private async Task<Answer> AskAsync(Planned planned)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_givingUp.Token);
        patience.CancelAfter(Patience);
        try
        {
            return await planned.SendAsync(patience.Token);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException)
        {
            return new Answer(AnswerKind.Busy, broken.GetType().Name);
        }
    }

    private void Read()
    {
        PlannedRead? planned;
        lock (_reader)
            planned = _reader.Next();
        if (planned is null || _reading.Count >= ReadsInFlight)
            return;
        var number = ++_readNumber;
        _reading[number] = Task.Run(async () =>
        {
            await ReadAsync(planned);
            _reading.TryRemove(number, out _);
        });
    }

    private async Task ReadAsync(PlannedRead planned)
    {
        var begun = Stopwatch.GetTimestamp();
        var answered = false;
        for (var trial = 0; trial < TriesOfARead && !answered && !_givingUp.IsCancellationRequested; trial++)
        {
            if (trial > 0)
                await Task.Delay(150 * trial);
            using var attempt = Attempt();
            answered = await GetAsync(planned);
            if (!answered)
                continue;
            Later(ref _lastRead, begun);
            _history.Note(Event(HistoryWhat.Read, 0) with { Trace = attempt.TraceId.ToHexString(), Answer = planned.Kind.ToString() });
        }
        Interlocked.Increment(ref answered ? ref _read : ref _failedReads);
        _timings.Enqueue(new ReadTiming(planned.Kind, planned.Hospital, begun, Stopwatch.GetElapsedTime(begun), answered));
        if (_timings.Count > KeptTimings)
            _timings.TryDequeue(out _);
    }

    private async Task<bool> GetAsync(PlannedRead planned)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_givingUp.Token);
        patience.CancelAfter(planned.Kind == ReadKind.Retrieve ? PatienceWithArchives : Patience);
        try
        {
            using var request = await RequestAsync(planned);
            using var answer = await _site.Http.SendAsync(request, patience.Token);
            var body = await answer.Content.ReadAsByteArrayAsync(patience.Token);
            if (!answer.IsSuccessStatusCode)
                return false;
            if (planned.Wrong(body, BoundaryOf(answer)) is { } wrong)
                _wrong.Enqueue($"{planned.Kind}: {wrong}");
            return true;
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<HttpRequestMessage> RequestAsync(PlannedRead planned)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, planned.Path);
        request.Headers.TryAddWithoutValidation("Accept", planned.Accept);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await _site.TokenAsync(planned.Client));
        return request;
    }

    // A root of its own: the client sends its id along, and the exchange writes it into the audit record.
    private static Activity Attempt()
    {
        Activity.Current = null;
        return new Activity("attempt").SetIdFormat(ActivityIdFormat.W3C).Start();
    }

    private static string? BoundaryOf(HttpResponseMessage answer) =>
        answer.Content.Headers.ContentType?.Parameters.FirstOrDefault(one => one.Name == "boundary")?.Value?.Trim('"');

    private static HistoryEvent Event(HistoryWhat what, int operation) => new() { What = what, At = TimeProvider.System.GetUtcNow(), Operation = operation };

    private static void Later(ref long last, long begun)
    {
        for (var now = Volatile.Read(ref last); begun > now && Interlocked.CompareExchange(ref last, begun, now) != now;)
            now = Volatile.Read(ref last);
    }
}
