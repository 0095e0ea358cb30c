using System.Globalization;
using System.Text.RegularExpressions;

namespace HieImaging.Harness.Hostile;

/// <summary>The <c>expected</c> of a manifest: statuses, of which one must be answered, and issue codes, of which one must be the reason.</summary>
/// <param name="Statuses">Empty: any that is no 5xx.</param>
/// <param name="Codes">Of the refusal; empty: not stated.</param>
public sealed partial record Expectation(IReadOnlyList<int> Statuses, IReadOnlyList<string> Codes)
{
    /// <summary>Whether it must be taken; null: as the statuses say.</summary>
    public bool? Accepted { get; init; }

    // http://hl7.org/fhir/issue-type is a tree: who expects "invalid" is content with what is below it.
    private static readonly Dictionary<string, string> Parents = new(StringComparer.Ordinal)
    {
        ["structure"] = "invalid", ["required"] = "invalid", ["value"] = "invalid", ["invariant"] = "invalid",
        ["login"] = "security", ["unknown"] = "security", ["expired"] = "security", ["forbidden"] = "security", ["suppressed"] = "security",
    };

    private static readonly string[] Known =
    [
        "invalid", "structure", "required", "value", "invariant", "security", "login", "forbidden", "processing", "not-supported", "duplicate", "multiple-matches",
        "not-found", "too-long", "code-invalid", "too-costly", "business-rule", "conflict", "invalid_token", "invalid_client", "insufficient_scope",
    ];

    /// <summary>Reads it as it is written: <c>400|422 + OperationOutcome issue.code=value|invalid or 201</c>.</summary>
    public static Expectation Of(string expected)
    {
        var statuses = Number().Matches(expected).Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture)).ToList();
        if (expected.Contains("4xx", StringComparison.Ordinal))
            statuses.AddRange(Enumerable.Range(400, 100));
        return new([.. statuses.Distinct()], [.. Known.Where(code => Word(code).IsMatch(expected))]);
    }

    public Expectation Or(params int[] statuses) => this with { Statuses = [.. Statuses, .. statuses] };

    public Expectation OrCodes(params string[] codes) => this with { Codes = [.. Codes, .. codes] };

    /// <summary>What is wrong with the answer's class or reason; null where it is one of the expected.</summary>
    public string? Complaint(HostileAnswer answer)
    {
        if (Accepted is { } taken && taken == answer.IsRefused)
            return taken ? "it is refused" : "it is accepted";
        if (Statuses.Count > 0 && !Statuses.Contains(answer.Status))
            return $"{(answer.Status == 0 ? "closed" : answer.Status)} is none of {string.Join(' ', Shown())}";
        if (answer.IsRefused && Codes.Count > 0 && answer.Codes.Count > 0 && !answer.Codes.Any(Fits))
            return $"refused for another reason: {string.Join(' ', answer.Codes)}, not {string.Join(' ', Codes)}";
        return null;
    }

    private bool Fits(string code) => Codes.Contains(code) || (Parents.TryGetValue(code, out var parent) && Codes.Contains(parent));

    private IEnumerable<string> Shown() => Statuses.Count > 50 ? ["4xx"] : Statuses.Select(status => status == 0 ? "closed" : status.ToString(CultureInfo.InvariantCulture));

    private static Regex Word(string code) => new($@"(?<![\w-]){Regex.Escape(code)}(?![\w-])", RegexOptions.CultureInvariant);

    [GeneratedRegex(@"(?<![\d.#])[1-5]\d\d(?![\d.]\d)(?!\d)")]
    private static partial Regex Number();
}
