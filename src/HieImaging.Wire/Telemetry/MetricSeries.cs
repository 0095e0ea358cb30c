using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace HieImaging.Wire.Telemetry;

/// <summary>What one instrument has measured, by its tags.</summary>
internal sealed class MetricSeries(Instrument instrument)
{
    /// <summary>More series than this would be a label with somebody's data in it.</summary>
    private const int AtMost = 500;

    private readonly ConcurrentDictionary<string, MetricValue> _values = new(StringComparer.Ordinal);

    public Instrument Instrument => instrument;

    public bool IsHistogram { get; } = instrument.GetType().Name.StartsWith("Histogram", StringComparison.Ordinal);

    public bool IsCounter { get; } = instrument.GetType().Name is var name
        && (name.StartsWith("Counter", StringComparison.Ordinal) || name.StartsWith("ObservableCounter", StringComparison.Ordinal));

    /// <summary>An observed value is a total already.</summary>
    public bool IsAbsolute { get; } = instrument.IsObservable || instrument.GetType().Name.StartsWith("Gauge", StringComparison.Ordinal);

    public IEnumerable<KeyValuePair<string, MetricValue>> Values => _values.OrderBy(value => value.Key, StringComparer.Ordinal);

    public void Measure(double measurement, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = PrometheusText.Labels(tags);
        if (!_values.TryGetValue(labels, out var value))
        {
            if (_values.Count >= AtMost)
                return;
            value = _values.GetOrAdd(labels, _ => new MetricValue());
        }

        if (IsHistogram)
            value.Observe(measurement);
        else if (IsAbsolute)
            value.Set(measurement);
        else
            value.Add(measurement);
    }
}
