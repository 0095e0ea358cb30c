using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace HieImaging.Node.Telemetry;

/// <summary>Traces and metrics by OTLP, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector (the exporter reads its other settings
/// itself).</summary>
internal sealed class OpenTelemetryExport : IDisposable
{
    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private OpenTelemetryExport()
    {
        var node = ResourceBuilder.CreateDefault().AddService("hie-node");
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(node)
            .AddSource("HieImaging.*", "Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "MassTransit")
            .AddProcessor(new WithoutPatients())
            .AddOtlpExporter()
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(node)
            .AddMeter(
                "HieImaging.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
                "System.Net.Http", "System.Runtime", "Npgsql")
            .AddOtlpExporter()
            .Build();
    }

    public static OpenTelemetryExport? Start(IConfiguration configuration) =>
        string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]) ? null : new OpenTelemetryExport();

    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }
}
