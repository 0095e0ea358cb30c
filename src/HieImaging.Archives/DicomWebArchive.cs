using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using HieImaging.Wire.Connecting;
using HieImaging.Wire.Multipart;
using HieImaging.Wire.Waiting;
using Microsoft.Extensions.Options;

namespace HieImaging.Archives;

/// <summary>
/// Archives that speak WADO-RS (PS3.18 10.4). Connects to roots that an operator registered and to nothing else: no redirect is followed,
/// no proxy asked, no address taken from an object. Each root has a breaker and places of its own, so that one archive that is dead or hangs costs
/// the others nothing.
/// </summary>
public sealed class DicomWebArchive : IDisposable
{
    private readonly ArchiveOptions _options;
    private readonly PlainHosts _plain;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Breaker> _breakers = new(StringComparer.Ordinal);
    private readonly PartitionedRateLimiter<string> _places;

    public DicomWebArchive(IOptions<ArchiveOptions> options, TimeProvider clock, PlainHosts? plain = null)
    {
        (_options, _clock, _plain) = (options.Value, clock, plain ?? PlainHosts.None);
        _http = new HttpClient(ArchiveSockets.Create(_options.ConnectWithin, _options.Connections, _options.Tls))
        { Timeout = Timeout.InfiniteTimeSpan };
        _places = PartitionedRateLimiter.Create<string, string>(root => RateLimitPartition.GetConcurrencyLimiter(
            root, _ => new() { PermitLimit = _options.Connections, QueueLimit = _options.Connections }), StringComparer.Ordinal);
    }

    /// <summary>One GET below the archive's root.</summary>
    /// <param name="root">The registered root, without a closing slash.</param>
    /// <param name="path">Below it: <c>studies/1.2.3/metadata</c>.</param>
    /// <param name="accept">The Accept header as it is sent.</param>
    /// <param name="converts">A conversion is asked for: a server error then means that this archive can't (data: 500 on JPEG 2000),
    /// not that it is ill.</param>
    public async Task<ArchiveAnswer> GetAsync(string root, string path, string accept, bool converts, CancellationToken cancellation)
    {
        if (!_plain.Allow(new Uri(root)))
            return new ArchiveAnswer.Unavailable("not encrypted, and its host is not in Connecting:PlainHosts", _options.Pause);
        var began = Stopwatch.GetTimestamp();
        if (await PlaceAsync(root, cancellation) is not { } place)
            return new ArchiveAnswer.Unavailable("all places taken", _options.Pause);
        var isKept = false;
        try
        {
            var left = _options.FirstByteWithin - Stopwatch.GetElapsedTime(began);              // the wait for the place counts
            var answer = await AskSafelyAsync(root, path, accept, converts, left, cancellation);
            if (answer is ArchiveAnswer.Found { Body: ImpatientStream body })
                (body.Place, isKept) = (place, true);
            return answer;
        }
        finally
        {
            if (!isKept)
                place.Dispose();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _places.Dispose();
    }

    // Half as long as for a connection; null: there is none.
    private async Task<IDisposable?> PlaceAsync(string root, CancellationToken cancellation)
    {
        var place = _places.AttemptAcquire(root);
        return place.IsAcquired ? place : await _places.AcquireWithinAsync(root, _options.ConnectWithin / 2, cancellation);
    }

    private async Task<ArchiveAnswer> AskSafelyAsync(
        string root, string path, string accept, bool converts, TimeSpan within, CancellationToken cancellation)
    {
        var breaker = _breakers.GetOrAdd(root, _ => new Breaker(_options.FailuresBeforePause, _options.Pause, _clock));
        if (breaker.Left() is { } left)
            return new ArchiveAnswer.Unavailable("paused after repeated failures", left);
        var answer = await AskAsync(breaker, new Uri($"{root.TrimEnd('/')}/{path}"), accept, converts, within, cancellation);
        if (answer is not ArchiveAnswer.Found)                         // of which the end of its body decides
            breaker.Heard(answer is not ArchiveAnswer.Unavailable);    // an answer about the object is no failure
        return answer;
    }

    private async Task<ArchiveAnswer> AskAsync(
        Breaker breaker, Uri address, string accept, bool converts, TimeSpan within, CancellationToken cancellation)
    {
        using var firstByte = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        firstByte.CancelAfter(within > TimeSpan.Zero ? within : TimeSpan.Zero);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept", accept);     // archives want it as written, quotes and star included
        HttpResponseMessage? response = null;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, firstByte.Token);
            var answer = await OfAsync(breaker, response, converts, cancellation);
            if (answer is ArchiveAnswer.Found)
                response = null;                                       // the body's reader owns it now
            return answer;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ArchiveAnswer.Unavailable("no first byte in time", _options.Pause);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or SocketException)
        {
            return new ArchiveAnswer.Unavailable(
                $"no connection: {(failure as HttpRequestException)?.HttpRequestError.ToString() ?? failure.GetType().Name}",
                _options.Pause);
        }
        finally
        {
            response?.Dispose();
        }
    }

    private async Task<ArchiveAnswer> OfAsync(
        Breaker breaker, HttpResponseMessage response, bool converts, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        if (status is 404 or 410)
            return new ArchiveAnswer.Absent();
        if (status is 406 or 400 or 415 || (converts && status is 500 or 501))
            return new ArchiveAnswer.NotAcceptable();
        if (status == 204)
            return new ArchiveAnswer.Absent();
        if (status is not (200 or 206))
            return new ArchiveAnswer.Unavailable($"status {status}", response.Headers.RetryAfter?.Delta ?? _options.Pause);
        if (!response.Content.Headers.TryGetValues("Content-Type", out var types)
            || !MediaType.TryParse(string.Join(", ", types), out var media))
            return new ArchiveAnswer.Unavailable("no readable content type", _options.Pause);
        if (response.Content.Headers.ContentEncoding.Count > 0)
            return new ArchiveAnswer.Unavailable("an encoding that was not asked for", _options.Pause);
        var body = await response.Content.ReadAsStreamAsync(cancellation);
        return new ArchiveAnswer.Found(
            media, new ImpatientStream(body, response, _options.IdleAtMost, _options.BytesPerSecondAtLeast, breaker.Heard));
    }
}
