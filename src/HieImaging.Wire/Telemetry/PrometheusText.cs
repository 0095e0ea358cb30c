using System.Globalization;
using System.Text;

namespace HieImaging.Wire.Telemetry;

/// <summary>The text exposition format, version 0.0.4.</summary>
public static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    internal static string Write(IEnumerable<MetricSeries> metrics)
    {
        var text = new StringBuilder();
        foreach (var metric in metrics.OrderBy(metric => metric.Instrument.Name, StringComparer.Ordinal))
        {
            var name = Name(metric);
            if (!string.IsNullOrEmpty(metric.Instrument.Description))
                text.Append("# HELP ").Append(name).Append(' ').Append(metric.Instrument.Description.ReplaceLineEndings(" ")).Append('\n');
            text.Append("# TYPE ").Append(name).Append(metric.IsHistogram ? " histogram\n" : metric.IsCounter ? " counter\n" : " gauge\n");
            foreach (var (labels, value) in metric.Values)
                if (metric.IsHistogram)
                    Histogram(text, name, labels, value);
                else
                    Line(text, name, labels, value.Read().Sum);
        }

        return text.ToString();
    }

    /// <summary>Tags as labels: <c>a="b",c="d"</c>.</summary>
    internal static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            if (text.Length > 0)
                text.Append(',');
            text.Append(Plain(name)).Append("=\"")
                .Append(Convert.ToString(value, CultureInfo.InvariantCulture)?
                    .Replace("\\", "\\\\", StringComparison.Ordinal)
                    .Replace("\"", "\\\"", StringComparison.Ordinal)
                    .ReplaceLineEndings("\\n"))
                .Append('"');
        }

        return text.ToString();
    }

    private static string Name(MetricSeries metric)
    {
        var unit = metric.Instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        return Plain(metric.Instrument.Name) + unit + (metric.IsCounter ? "_total" : "");
    }

    private static string Plain(string name) => string.Create(name.Length, name, static (plain, name) =>
    {
        for (var i = 0; i < plain.Length; i++)
            plain[i] = char.IsAsciiLetterOrDigit(name[i]) ? name[i] : '_';
    });

    private static void Histogram(StringBuilder text, string name, string labels, MetricValue value)
    {
        var (sum, buckets) = value.Read();
        var separator = labels.Length > 0 ? "," : "";
        long count = 0;
        for (var i = 0; i < buckets.Length; i++)
        {
            count += buckets[i];
            var bound = i < MetricValue.Bounds.Length ? MetricValue.Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            Line(text, name + "_bucket", $"{labels}{separator}le=\"{bound}\"", count);
        }

        Line(text, name + "_sum", labels, sum);
        Line(text, name + "_count", labels, count);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
