using System.Globalization;
using System.Text.Json.Nodes;
using static HieImaging.Identity.Reviewing.ReviewParameters;

namespace HieImaging.Identity.Reviewing;

/// <summary>Splits and their reports as Parameters.</summary>
internal static class SplitParameters
{
    public static byte[] Of(IReadOnlyList<Split> splits) => Write([.. splits.Select(split =>
    {
        List<JsonObject> parts = [.. Head(split.Decision, split.Since, split.Until, split.One, split.Other)];
        if (split.Actor is { } actor)
            parts.Add(Value("actor", "valueString", actor));
        return Part("split", parts);
    })]);

    public static byte[] Of(SplitReport report) => Write(
    [
        .. Head(report.Decision, report.Since, report.Until, report.One, report.Other),
        Value("whole", "valueBoolean", report.IsWhole),
        .. report.Seen.Select(seen => Part("seen", Parts(seen))),
    ]);

    private static IEnumerable<JsonObject> Head(
        long decision, DateTimeOffset since, DateTimeOffset until, IEnumerable<string> one, IEnumerable<string> other) =>
    [
        Value("decision", "valueString", decision.ToString(CultureInfo.InvariantCulture)),
        Value("since", "valueInstant", Instant(since)), Value("until", "valueInstant", Instant(until)),
        .. one.Select(source => Reference("one", source)), .. other.Select(source => Reference("other", source)),
    ];

    private static IEnumerable<JsonObject> Parts(SeenThroughLink seen)
    {
        yield return Value("at", "valueInstant", Instant(seen.At));
        yield return Value("way", "valueCode", System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(seen.Way.ToString()));
        yield return Value("transaction", "valueString", seen.Transaction);
        yield return Reference("patient", seen.Patient);
        foreach (var (name, value) in (IEnumerable<(string, string?)>)
        [
            ("client", seen.Client), ("participant", seen.Participant), ("purpose", seen.Purpose),
            ("study", seen.StudyInstanceUid), ("custodian", seen.Custodian),
        ])
            if (value is not null)
                yield return Value(name, "valueString", value);
    }
}
