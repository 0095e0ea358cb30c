using System.Text.Json.Nodes;
using HieImaging.Identity.Matching;
using static HieImaging.Identity.Reviewing.ReviewParameters;

namespace HieImaging.Identity.Reviewing;

/// <summary>An explanation as Parameters: the waterfall for programs, and the same in words.</summary>
internal static class ExplanationParameters
{
    public static byte[] Of(LinkExplanation explained)
    {
        List<JsonObject> parameters =
        [
            Reference("a", explained.A), Reference("b", explained.B), Value("onePerson", "valueBoolean", explained.IsOnePerson),
            .. explained.Way.Skip(1).SkipLast(1).Select(step => Reference("wayOf", step)),
        ];
        if (explained.Records is { } records)
            parameters.Add(Part("records", Records(records, explained.Population)));
        parameters.AddRange(explained.Assertions.Select(said => Part("assertion", Assertion(said))));
        parameters.AddRange(explained.Reviews.Select(Item));
        parameters.AddRange(explained.Changes.Select(change => Part("decision", Change(change))));
        parameters.Add(Value("text", "valueString", ExplanationText.Of(explained)));
        return Write([.. parameters]);
    }

    private static IEnumerable<JsonObject> Records(MatchDecision records, double population)
    {
        yield return Value("verdict", "valueCode", records.Verdict.ToString().ToLowerInvariant());
        yield return Value("rule", "valueCode", records.Rule);
        yield return Value("model", "valueString", records.Model);
        yield return Bits("bits", records.Bits);
        yield return Bits("cut", records.Cut);
        yield return Value("population", "valueDecimal", (decimal)population);
        foreach (var field in records.ByField)
            yield return Part("field",
                Value("name", "valueCode", ExplanationText.Word(field.Field)), Value("level", "valueString", field.Level),
                Bits("bits", field.Bits));
        if (records.Relation.Length > 0)
            yield return Part("relation", Value("name", "valueCode", records.Relation), Bits("bits", records.RelationBits));
        foreach (var veto in records.Vetoes)
            yield return Value("veto", "valueString", veto);
    }

    private static IEnumerable<JsonObject> Assertion(ExplainedAssertion said)
    {
        yield return Value("kind", "valueCode", said.IsMust ? "must" : "cannot");
        yield return Value("origin", "valueCode", said.Origin);
        yield return Value("actor", "valueString", said.Actor);
        if (said.Reason is { Length: > 0 } reason)
            yield return Value("reason", "valueString", reason);
        yield return Value("at", "valueInstant", Instant(said.SaidAt));
        if (said.RevokedAt is { } revoked)
            yield return Value("revokedAt", "valueInstant", Instant(revoked));
        if (said.RevokedBy is { } by)
            yield return Value("revokedBy", "valueString", by);
    }

    private static IEnumerable<JsonObject> Change(ExplainedChange change)
    {
        yield return Value("number", "valueString", change.Decision.ToString(System.Globalization.CultureInfo.InvariantCulture));
        yield return Value("at", "valueInstant", Instant(change.At));
        yield return Value("verb", "valueCode", change.Verb);
        yield return Value("rule", "valueString", change.Rule);
        if (change.Model is { } model)
            yield return Value("model", "valueString", model);
        if (change.Actor is { } actor)
            yield return Value("actor", "valueString", actor);
    }
}
