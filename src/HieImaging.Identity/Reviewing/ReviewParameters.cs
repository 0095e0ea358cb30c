using System.Text.Json.Nodes;
using HieImaging.Fhir.Json;

namespace HieImaging.Identity.Reviewing;

/// <summary>What stewards are answered, as Parameters.</summary>
internal static class ReviewParameters
{
    public static byte[] Of(ReviewAnswer answer) => answer switch
    {
        ReviewAnswer.Claimed claimed => Write(
        [
            Item(claimed.Item),
            Value("claimedUntil", "valueInstant", Instant(claimed.Until)),
            .. claimed.Patients.Select(one => new JsonObject { ["name"] = "patient", ["resource"] = JsonNode.Parse(one.Patient) }),
        ]),
        ReviewAnswer.Done done => Write([Item(done.Item), Value("waiting", "valueBoolean", done.IsWaiting)]),
        _ => throw new InvalidOperationException("A refusal is an OperationOutcome."),
    };

    /// <param name="count">How many were asked for: a full page has a place to go on from.</param>
    public static byte[] Of(IReadOnlyList<ReviewItem> page, int count)
    {
        var parameters = page.Select(Item).ToList();
        if (page.Count == count)
            parameters.Add(Value("next", "valueString", ReviewPlace.Of(page[^1]).ToString()));
        return Write([.. parameters]);
    }

    public static byte[] Write(JsonObject[] parameters) => FhirJson.Canonical(parameters.Length == 0
        ? new JsonObject { ["resourceType"] = "Parameters" }
        : new JsonObject { ["resourceType"] = "Parameters", ["parameter"] = new JsonArray([.. parameters]) });

    public static JsonObject Value(string name, string type, JsonNode value) => new() { ["name"] = name, [type] = value };

    public static JsonObject Part(string name, params IEnumerable<JsonObject> parts) =>
        new() { ["name"] = name, ["part"] = new JsonArray([.. parts]) };

    public static JsonObject Reference(string name, string source) =>
        Value(name, "valueReference", new JsonObject { ["reference"] = "Patient/" + source });

    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null);

    /// <summary>A number of bits; hundredths are all that anybody reads.</summary>
    public static JsonObject Bits(string name, double bits) =>
        Value(name, "valueDecimal", Math.Round((decimal)Math.Clamp(bits, -1e6, 1e6), 2));

    public static JsonObject Item(ReviewItem item)
    {
        List<JsonObject> parts =
        [
            Reference("a", item.Low), Reference("b", item.High),
            Value("kind", "valueCode", ReviewRows.Word(item.Kind)), Value("state", "valueCode", ReviewRows.Word(item.State)),
            Value("reason", "valueString", item.Reason), Value("openedAt", "valueInstant", Instant(item.OpenedAt)),
        ];
        if (item.Bits is { } bits)
            parts.Add(Bits("bits", bits));
        if (item.Model is { } model)
            parts.Add(Value("model", "valueString", model));
        if (item.ClaimedBy is { } steward)
            parts.Add(Value("claimedBy", "valueString", steward));
        if (item.DecidedAt is { } decided)
            parts.Add(Value("decidedAt", "valueInstant", Instant(decided)));
        parts.AddRange(item.Votes.Select(vote => Part("vote",
            Value("steward", "valueString", vote.Steward),
            Value("decision", "valueCode", ReviewWords.Word(vote.Choice)),
            Value("reason", "valueString", vote.Reason),
            Value("at", "valueInstant", Instant(vote.At)))));
        return Part("item", parts);
    }
}
