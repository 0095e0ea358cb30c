using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using HieImaging.Fhir.Outcomes;

namespace HieImaging.Identity.Answering;

/// <summary>The answer of <c>$match</c>: a searchset, likeliest first, each entry with its score and grade; the stored bytes as they
/// are.</summary>
internal static class MatchBundle
{
    private const string GradeExtension = "http://hl7.org/fhir/StructureDefinition/match-grade";

    internal sealed record Match(string Id, byte[] Patient, MatchJudgement Judgement);

    /// <param name="publicBase">Of this node's resources.</param>
    /// <param name="now">meta.lastUpdated.</param>
    /// <param name="total">All that match, shown or not.</param>
    /// <param name="matches">Those that are shown, in their order.</param>
    /// <param name="warnings">None: no outcome.</param>
    public static byte[] Write(
        string publicBase, DateTimeOffset now, int total, IReadOnlyList<Match> matches, IReadOnlyList<FhirIssue> warnings)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Bundle");
            json.WriteStartObject("meta");
            json.WriteString("lastUpdated", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteEndObject();
            json.WriteString("type", "searchset");
            json.WriteNumber("total", total);
            json.WriteStartArray("link");
            json.WriteStartObject();
            json.WriteString("relation", "self");
            json.WriteString("url", publicBase + "/Patient/$match");
            json.WriteEndObject();
            json.WriteEndArray();
            if (matches.Count + warnings.Count > 0)
                WriteEntries(json, publicBase, matches, warnings);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteEntries(
        Utf8JsonWriter json, string publicBase, IReadOnlyList<Match> matches, IReadOnlyList<FhirIssue> warnings)
    {
        json.WriteStartArray("entry");
        foreach (var match in matches)
            Write(json, publicBase, match);
        if (warnings.Count > 0)
        {
            json.WriteStartObject();
            json.WriteString("fullUrl", "urn:uuid:" + Guid.CreateVersion7().ToString("D"));
            json.WritePropertyName("resource");
            OperationOutcome.WriteTo(json, [.. warnings]);
            json.WriteStartObject("search");
            json.WriteString("mode", "outcome");
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string publicBase, Match match)
    {
        json.WriteStartObject();
        json.WriteString("fullUrl", $"{publicBase}/Patient/{match.Id}");
        json.WritePropertyName("resource");
        json.WriteRawValue(match.Patient, skipInputValidation: true);
        json.WriteStartObject("search");
        json.WriteStartArray("extension");
        json.WriteStartObject();
        json.WriteString("url", GradeExtension);
        json.WriteString("valueCode", CodeOf(match.Judgement.Grade));
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("mode", "match");
        json.WriteNumber("score", Math.Round((decimal)match.Judgement.Score, 4));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string CodeOf(MatchGrade grade) => grade switch
    {
        MatchGrade.Certain => "certain",
        MatchGrade.Probable => "probable",
        MatchGrade.Possible => "possible",
        _ => "certainly-not",
    };
}
