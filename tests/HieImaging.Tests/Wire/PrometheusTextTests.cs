using System.Diagnostics.Metrics;
using HieImaging.Wire.Telemetry;
using Xunit;

namespace HieImaging.Tests.Wire;

public sealed class PrometheusTextTests
{
    [Fact]
    public void Counters_gauges_and_histograms_are_written_in_the_exposition_format()
    {
        using var metrics = new Metrics();
        using var meter = new Meter("HieImaging.Tests");
        var counter = meter.CreateCounter<long>("hie.tests.counted", null, "Things");
        counter.Add(2, new KeyValuePair<string, object?>("door", "a\"b"));
        counter.Add(3, new KeyValuePair<string, object?>("door", "a\"b"));
        meter.CreateHistogram<double>("hie.tests.took", "s").Record(0.02);
        meter.CreateObservableGauge("hie.tests.waiting", () => 7);

        var text = metrics.Write();

        Assert.Contains("# HELP hie_tests_counted_total Things\n# TYPE hie_tests_counted_total counter\nhie_tests_counted_total{door=\"a\\\"b\"} 5\n", text);
        Assert.Contains("hie_tests_took_seconds_bucket{le=\"0.01\"} 0\nhie_tests_took_seconds_bucket{le=\"0.025\"} 1\n", text);
        Assert.Contains("hie_tests_took_seconds_bucket{le=\"+Inf\"} 1\nhie_tests_took_seconds_sum 0.02\nhie_tests_took_seconds_count 1\n", text);
        Assert.Contains("hie_tests_waiting 7\n", text);
    }
}
