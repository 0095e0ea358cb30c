using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace HieImaging.Wire.Telemetry;

/// <summary>Listens to our own meters and to those of the framework that matter here, from the first instrument on.</summary>
public sealed class Metrics : IDisposable
{
    private static readonly HashSet<string> Foreign =
        ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql"];

    private readonly ConcurrentDictionary<Instrument, MetricSeries> _series = new();
    private readonly MeterListener _listener = new();

    public Metrics()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (IsHeard(instrument.Meter.Name))
                listener.EnableMeasurementEvents(instrument, _series.GetOrAdd(instrument, heard => new MetricSeries(heard)));
        };
        Hear<byte>(value => value);
        Hear<short>(value => value);
        Hear<int>(value => value);
        Hear<long>(value => value);
        Hear<float>(value => value);
        Hear<double>(value => value);
        Hear<decimal>(value => (double)value);
        _listener.Start();
    }

    public static bool IsHeard(string meter) => Foreign.Contains(meter) || meter.StartsWith("HieImaging.", StringComparison.Ordinal);

    public string Write()
    {
        _listener.RecordObservableInstruments();
        return PrometheusText.Write(_series.Values);
    }

    public void Dispose() => _listener.Dispose();

    private void Hear<T>(Func<T, double> number) where T : struct =>
        _listener.SetMeasurementEventCallback<T>((_, measurement, tags, state) =>
            (state as MetricSeries)?.Measure(number(measurement), tags));
}
