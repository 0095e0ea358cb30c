using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Retrieving;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HieImaging.Registry.Fetching;

/// <summary>
/// Asks hospitals' repositories, each for itself: one that hangs or is dead is left alone for a while and never has more than its share of
/// those who ask. Counts those that are left alone: <c>hie_repositories_paused</c>.
/// </summary>
internal sealed partial class HospitalRepositories : IDisposable
{
    private readonly HospitalRepository _repository;
    private readonly FetchOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<HospitalRepositories> _log;
    private readonly Meter _meter = new("HieImaging.Registry");
    private readonly ConcurrentDictionary<string, RepositoryLine> _lines = new(StringComparer.Ordinal);

    public HospitalRepositories(
        HospitalRepository repository, IOptions<FetchOptions> options, TimeProvider clock, ILogger<HospitalRepositories> log)
    {
        (_repository, _options, _clock, _log) = (repository, options.Value, clock, log);
        _meter.CreateObservableGauge(
            "hie.repositories.paused", () => _lines.Values.Count(line => line is { IsPaused: true, IsInUse: true }), null, "Hospitals' repositories that are left alone");
    }

    public async Task<RepositoryAnswer> Ask(Uri address, DocumentRequest request, CancellationToken cancellation)
    {
        var line = _lines.GetOrAdd(address.AbsoluteUri, _ => new RepositoryLine(_options, _clock));
        if (await line.EnterAsync(cancellation) is { } away)
            return away;
        var began = _clock.GetTimestamp();
        RepositoryAnswer? answer = null;
        try
        {
            return answer = await _repository.Ask(address, request, cancellation);
        }
        finally
        {
            var wasPaused = line.IsPaused;
            line.Leave(answer is null ? null : !IsIll(answer), _clock.GetElapsedTime(began));
            Tell(request.RepositoryUniqueId, answer, wasPaused, line.IsPaused);
        }
    }

    public void Dispose()
    {
        _meter.Dispose();
        foreach (var line in _lines.Values)
            line.Dispose();
    }

    /// <summary>It says nothing of the document, only of the repository: another document would not be had there either.</summary>
    internal static bool IsIll(RepositoryAnswer answer) => answer is RepositoryAnswer.Unavailable
    {
        Reason: HospitalRepository.Late or HospitalRepository.Unreachable or HospitalRepository.NoSoap or RegistryErrorCode.RepositoryBusy,
    };

    private void Tell(string repository, RepositoryAnswer? answer, bool wasPaused, bool isPaused)
    {
        if (!wasPaused && isPaused)
            LeftAlone(_log, repository, (answer as RepositoryAnswer.Unavailable)?.Reason);
        else if (wasPaused && !isPaused)
            AnswersAgain(_log, repository);
    }

    [LoggerMessage(3404, LogLevel.Warning,
        "The repository {Repository} is left alone after repeated failures ({Reason}); its documents wait.")]
    private static partial void LeftAlone(ILogger log, string repository, string? reason);

    [LoggerMessage(3405, LogLevel.Information, "The repository {Repository} answers again.")]
    private static partial void AnswersAgain(ILogger log, string repository);
}
