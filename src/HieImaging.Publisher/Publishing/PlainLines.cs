using Microsoft.Extensions.Logging;

namespace HieImaging.Publisher.Publishing;

/// <summary>Log lines as a person at a terminal reads them: the message and nothing else.</summary>
internal sealed class PlainLines(TextWriter target) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        target.WriteLine(formatter(state, exception));
}
