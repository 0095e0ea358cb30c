using System.Globalization;
using System.Text;
using HieImaging.Identity.Matching;

namespace HieImaging.Identity.Reviewing;

/// <summary>An explanation for people: a line a step of the waterfall.</summary>
public static class ExplanationText
{
    public static string Of(LinkExplanation explained)
    {
        var text = new StringBuilder();
        Line(text, $"{explained.A} and {explained.B} are {(explained.IsOnePerson ? "one person" : "two persons")}.");
        if (explained.Way.Count > 2)
            Line(text, $"By way of {string.Join(", ", explained.Way.Skip(1).SkipLast(1))}.");
        foreach (var said in explained.Assertions)
        {
            var until = said.RevokedAt is { } revoked ? $"taken back by {said.RevokedBy} at {Time(revoked)}" : "it holds, whatever the records say";
            Line(text, $"Said to be {(said.IsMust ? "one" : "two")} by {said.Actor} ({said.Origin}) at {Time(said.SaidAt)}{Because(said.Reason)}; {until}.");
        }
        if (explained.Records is { } records)
            Records(text, records, explained.Population);
        else
            Line(text, $"The records are not compared: one of them is inactive, given up, removed or held back.");
        foreach (var item in explained.Reviews)
            Line(text, $"In review as {ReviewRows.Word(item.Kind)} since {Time(item.OpenedAt)}: {item.Reason}; "
                + $"{ReviewRows.Word(item.State)}, {item.Votes.Count} voices.");
        foreach (var change in explained.Changes)
        {
            var by = string.Join(", ", ((string?[])[change.Rule, change.Actor, change.Model is null ? null : "model " + change.Model]).OfType<string>());
            Line(text, $"Decision {change.Decision} at {Time(change.At)}: {change.Verb} by {by}.");
        }
        return text.ToString();
    }

    private static void Records(StringBuilder text, MatchDecision records, double population)
    {
        Line(text, $"Records, by model {records.Model}: {records.Verdict switch
        {
            Verdict.Link => "a link",
            Verdict.Review => "doubtful",
            Verdict.Distinct => "positively two",
            _ => "nothing says that they are one",
        }}, by {records.Rule}.");
        foreach (var field in records.ByField)
            Line(text, $"  {Word(field.Field),-12} {field.Level,-24} {field.Bits,8:+0.00;-0.00;0.00}");
        Line(text, $"  {"weighed",-12} {"address and phone as one",-24} {records.Bits,8:+0.00;-0.00;0.00}");
        Line(text, $"  {"cut",-12} {$"of {population:0} identities",-24} {records.Cut,8:+0.00;-0.00;0.00}");
        if (records.Relation.Length > 0)
            Line(text, $"  nearest relation {records.Relation}: {records.RelationBits:+0.00;-0.00;0.00} bits for one person over it");
        foreach (var veto in records.Vetoes)
            Line(text, $"  veto: {veto}");
    }

    internal static string Word(MatchField field) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(field.ToString());

    private static string Because(string? reason) => reason is { Length: > 0 } ? $" (“{reason}”)" : "";

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
