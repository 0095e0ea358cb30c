using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HieImaging.DocumentStore;
using HieImaging.Identity.Matching;
using Npgsql;

namespace HieImaging.Identity.Linking;

/// <summary>What was decided of two source identities, as <c>identity.pair</c> keeps it: links and doubts.</summary>
/// <param name="Bits">As stored: single precision, so that an order by them is the same anew.</param>
/// <param name="Evidence">JSON: rule, relation and its bits, vetoes, whether they forbid, bits by field; no value of the records.</param>
internal sealed record StoredPair(string Low, string High, Verdict Verdict, float Bits, float Cut, string Model, string Evidence)
{
    /// <summary>The columns that <see cref="Row"/> reads, from alias <c>pair</c>.</summary>
    public static SqlFragment Select { get; } =
        SqlFragment.Raw("select pair.low, pair.high, pair.verdict, pair.bits, pair.cut, pair.model, pair.evidence::text from identity.pair pair ");

    public (string Low, string High) Key => (Low, High);

    public bool Has(string id) => Low == id || High == id;

    public string Other(string id) => Low == id ? High : Low;

    /// <summary>Null where nothing is worth keeping.</summary>
    public static StoredPair? Of(string one, string other, MatchDecision decision)
    {
        if (decision.Verdict is not (Verdict.Link or Verdict.Review))
            return null;
        var (low, high) = string.CompareOrdinal(one, other) < 0 ? (one, other) : (other, one);
        return new StoredPair(
            low, high, decision.Verdict, (float)decision.Bits, (float)decision.Cut, decision.Model, EvidenceOf(decision));
    }

    public static StoredPair Row(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2) switch { "link" => Verdict.Link, "review" => Verdict.Review, _ => Verdict.Distinct },
        row.GetFloat(3), row.GetFloat(4), row.GetString(5), row.GetString(6));

    /// <summary>Whether the same was decided for the same reasons by the same model at the same cut: then it is not written again.</summary>
    public bool SameAs(StoredPair other) =>
        (Verdict, Bits, Cut, Model) == (other.Verdict, other.Bits, other.Cut, other.Model)
        && JsonNode.DeepEquals(JsonNode.Parse(Evidence), JsonNode.Parse(other.Evidence));

    public string Word => WordOf(Verdict);

    public static string WordOf(Verdict verdict) => verdict switch
    {
        Verdict.Link => "link", Verdict.Review => "review", Verdict.Distinct => "distinct", _ => "none",
    };

    /// <summary>The rule that decided, and the first veto, if any.</summary>
    public (string Rule, string? Veto) Why()
    {
        using var json = JsonDocument.Parse(Evidence);
        var vetoes = json.RootElement.GetProperty("vetoes");
        return (json.RootElement.GetProperty("rule").GetString()!, vetoes.GetArrayLength() > 0 ? vetoes[0].GetString() : null);
    }

    private static string EvidenceOf(MatchDecision decision)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("rule", decision.Rule);
            json.WriteString("relation", decision.Relation);
            json.WriteNumber("relationBits", double.IsFinite(decision.RelationBits) ? Math.Round(decision.RelationBits, 2) : 0);
            json.WriteBoolean("forbids", decision.Forbids);
            json.WriteStartArray("vetoes");
            foreach (var veto in decision.Vetoes)
                json.WriteStringValue(veto);
            json.WriteEndArray();
            json.WriteStartArray("fields");
            foreach (var field in decision.ByField)
            {
                json.WriteStartObject();
                json.WriteString("field", JsonNamingPolicy.CamelCase.ConvertName(field.Field.ToString()));
                json.WriteString("level", field.Level);
                json.WriteNumber("bits", Math.Round(field.Bits, 2));
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
