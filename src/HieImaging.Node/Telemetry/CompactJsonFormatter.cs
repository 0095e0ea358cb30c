using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Serilog.Events;
using Serilog.Formatting;

namespace HieImaging.Node.Telemetry;

/// <summary>
/// One JSON object a line, in the words of Serilog's compact format (<c>@t @l @i @mt @x</c>, then the properties). Request paths are left
/// out, for they name studies, and so are the messages of exceptions that are not ours, for they may quote what a caller sent.
/// </summary>
internal sealed class CompactJsonFormatter : ITextFormatter
{
    // Scopes of the host: the path names a study, the other two say what the trace id says.
    private static readonly HashSet<string> LeftOut =
        ["RequestPath", "QueryString", "Path", "RequestId", "ConnectionId", "ActionId", "ParentId", "{OriginalFormat}"];

    public void Format(LogEvent logEvent, TextWriter output)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("@t", logEvent.Timestamp.UtcDateTime);
            if (logEvent.Level != LogEventLevel.Information)
                json.WriteString("@l", logEvent.Level.ToString());
            if (EventId(logEvent) is { } id)
                json.WriteString("@i", id);
            json.WriteString("@mt", logEvent.MessageTemplate.Text);
            foreach (var (name, value) in logEvent.Properties)
            {
                if (name == "EventId" || LeftOut.Contains(name))
                    continue;
                json.WritePropertyName(name);
                Write(json, value);
            }

            if (logEvent.Exception is { } error)
                json.WriteString("@x", Described(error, withStack: logEvent.Level >= LogEventLevel.Error));
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static string? EventId(LogEvent logEvent) =>
        logEvent.Properties.TryGetValue("EventId", out var id) && id is StructureValue parts
            ? parts.Properties.FirstOrDefault(part => part.Name == "Id")?.Value.ToString()
            : null;

    private static void Write(Utf8JsonWriter json, LogEventPropertyValue value)
    {
        switch (value)
        {
            case ScalarValue { Value: null }:
                json.WriteNullValue();
                break;
            case ScalarValue { Value: bool truth }:
                json.WriteBooleanValue(truth);
                break;
            case ScalarValue { Value: int or long or short or byte or uint or double or decimal } number:
                json.WriteRawValue(((IFormattable)number.Value).ToString(null, CultureInfo.InvariantCulture), skipInputValidation: false);
                break;
            case ScalarValue { Value: IFormattable formattable }:
                json.WriteStringValue(formattable.ToString(null, CultureInfo.InvariantCulture));
                break;
            case ScalarValue scalar:
                json.WriteStringValue(scalar.Value!.ToString());
                break;
            default:
                json.WriteStringValue(value.ToString(null, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string Described(Exception error, bool withStack)
    {
        var text = new StringBuilder();
        for (Exception? next = error; next is not null; next = next.InnerException)
        {
            text.Append(next.GetType());
            if (IsOurs(next))
                text.Append(": ").Append(next.Message);
            else if (next is Npgsql.PostgresException postgres)
                text.Append(": ").Append(postgres.SqlState);
            text.Append('\n');
            if (withStack)
                text.Append(next.StackTrace).Append('\n');
        }

        return text.ToString();
    }

    private static bool IsOurs(Exception error) =>
        error.GetType().Namespace?.StartsWith("HieImaging.", StringComparison.Ordinal) == true
        || error is System.Net.Sockets.SocketException;
}
