using Serilog;
using Serilog.Extensions.Logging;

namespace HieImaging.Node.Telemetry;

/// <summary>Logs to the console, one JSON object a line; levels by <c>Logging:LogLevel</c> as everywhere in .NET.</summary>
internal static class NodeLog
{
    public static void Add(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning).AddFilter("MassTransit", LogLevel.Warning);
        logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        var logger = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .Enrich.FromLogContext()
            .WriteTo.Console(new CompactJsonFormatter())
            .CreateLogger();
        logging.AddProvider(new SerilogLoggerProvider(logger, dispose: true));      // not AddSerilog: it would lift every filter
    }
}
