using Microsoft.Extensions.Logging;

namespace HieImaging.Publisher.Publishing;

/// <summary>Progress and refusals, at most one line of progress a second. No line names a patient.</summary>
internal sealed partial class Told(ILogger log, TimeProvider clock)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private long? _last;

    public void Progress(string line)
    {
        if (_last is { } last && clock.GetElapsedTime(last) < Between)
            return;
        _last = clock.GetTimestamp();
        Always(log, line);
    }

    public void Always(string line) => Always(log, line);

    public void Refused(string study, string code, string text) => Refused(log, study, code, text);

    public void Warned(string study, string text) => Warned(log, study, text);

    [LoggerMessage(7001, LogLevel.Information, "{Line}")]
    private static partial void Always(ILogger log, string line);

    [LoggerMessage(7002, LogLevel.Warning, "refused: study {Study}: {Code}: {Text}")]
    private static partial void Refused(ILogger log, string study, string code, string text);

    [LoggerMessage(7003, LogLevel.Warning, "study {Study}: {Text}")]
    private static partial void Warned(ILogger log, string study, string text);
}
