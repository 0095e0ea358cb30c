using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HieImaging.Harness.Hostile;

/// <summary>What came back for one input, in whatever protocol.</summary>
public sealed partial record HostileAnswer
{
    /// <summary>HTTP status; 0: the connection was closed without an answer.</summary>
    public int Status { get; init; }

    /// <summary>Header names in lower case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public ReadOnlyMemory<byte> Body { get; init; }

    public TimeSpan Took { get; init; }

    /// <summary>How long it may have taken.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the node closed the connection; null: not looked at.</summary>
    public bool? Closed { get; init; }

    /// <summary>Answers that followed on the same connection (smuggling).</summary>
    public int Further { get; init; }

    /// <summary>The client in whose name it was asked and by whose scopes it was judged; null: nobody known. Its refusal is in the audit trail once.</summary>
    public string? Client { get; init; }

    /// <summary>Whether the node said no; null: as the status says.</summary>
    public bool? SaysNo { get; init; }

    /// <summary>Whether the protocol says no by a 500 (a SOAP fault).</summary>
    public bool MayBe500 { get; init; }

    /// <summary>Codes of the refusal, where they are not OperationOutcome's.</summary>
    public IReadOnlyList<string>? OwnCodes { get; init; }

    public bool IsRefused => SaysNo ?? (Status is 0 or >= 400);

    public string Text => Encoding.Latin1.GetString(Body.Span);

    /// <summary>issue.code of an OperationOutcome in JSON or XML, OAuth's error, or the codes that the channel read.</summary>
    public IReadOnlyList<string> Codes => OwnCodes ?? CodesOf(Text);

    public override string ToString() =>
        $"{(Status == 0 ? "closed" : Status)} [{string.Join(' ', Codes)}] in {Took.TotalMilliseconds:0} ms {(IsRefused && Status != 0 ? Start(Text) : "")}";

    private static string Start(string text) => text.Length <= 300 ? text : text[..300] + "…";

    private static IReadOnlyList<string> CodesOf(string text)
    {
        if (text.StartsWith('<'))
            return [.. XmlCode().Matches(text).Select(match => match.Groups[1].Value).Distinct()];
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return [];
            if (json.RootElement.TryGetProperty("issue", out var issues))
                return [.. issues.EnumerateArray().Select(issue => issue.GetProperty("code").GetString()!).Distinct()];
            foreach (var member in (string[])["error", "code"])
                if (json.RootElement.TryGetProperty(member, out var code) && code.ValueKind == JsonValueKind.String)
                    return [code.GetString()!];
            return [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    [GeneratedRegex("<code value=\"([a-z-]+)\"")]
    private static partial Regex XmlCode();
}
