using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HieImaging.Fhir.Outcomes;

/// <summary>Writes issues as an OperationOutcome (R4, 2.27).</summary>
public static class OperationOutcome
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The OperationOutcome of one issue, as UTF-8.</summary>
    public static byte[] Write(FhirIssue issue) => Write([issue]);

    /// <summary>The OperationOutcome of the issues, as UTF-8. Without an issue it says that all went well, for one is required.</summary>
    public static byte[] Write(IReadOnlyCollection<FhirIssue> issues)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
            WriteTo(json, issues);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The same as one object within a larger document.</summary>
    public static void WriteTo(Utf8JsonWriter json, IReadOnlyCollection<FhirIssue> issues)
    {
        json.WriteStartObject();
        json.WriteString("resourceType"u8, "OperationOutcome"u8);
        json.WriteStartArray("issue"u8);
        foreach (var issue in issues.Count > 0 ? issues : [FhirIssue.Information("All OK.")])
            WriteIssue(json, issue);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteIssue(Utf8JsonWriter json, FhirIssue issue)
    {
        json.WriteStartObject();
        json.WriteString("severity"u8, Word(issue.Severity));
        json.WriteString("code"u8, issue.Code);
        json.WriteString("diagnostics"u8, issue.Diagnostics);
        if (issue.Expression is { Length: > 0 } expression)
        {
            json.WriteStartArray("expression"u8);
            json.WriteStringValue(expression);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static string Word(IssueSeverity severity) => severity switch
    {
        IssueSeverity.Fatal => "fatal",
        IssueSeverity.Error => "error",
        IssueSeverity.Warning => "warning",
        _ => "information",
    };
}
