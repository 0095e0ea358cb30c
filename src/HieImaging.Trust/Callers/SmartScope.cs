using System.Diagnostics.CodeAnalysis;

namespace HieImaging.Trust.Callers;

/// <summary>A SMART scope <c>level/Type.letters?parameter=value</c>; version 1's <c>.read .write .*</c> are read as version 2's letters
/// (SMART App Launch 2.2, scopes).</summary>
internal sealed record SmartScope(string Level, string Type, string Letters, IReadOnlyList<(string Name, string Value)> Query)
{
    private const string InOrder = "cruds";

    public static bool TryRead(string text, [NotNullWhen(true)] out SmartScope? scope)
    {
        scope = null;
        var question = text.IndexOf('?', StringComparison.Ordinal);
        var head = question < 0 ? text : text[..question];
        var slash = head.IndexOf('/', StringComparison.Ordinal);
        var dot = head.LastIndexOf('.');
        if (slash <= 0 || dot <= slash + 1 || head[..slash] is not ("system" or "user" or "patient"))
            return false;
        var type = head[(slash + 1)..dot];
        if (type != "*" && !(char.IsAsciiLetterUpper(type[0]) && type.All(char.IsAsciiLetter)))
            return false;
        if (LettersOf(head[(dot + 1)..]) is not { } letters)
            return false;
        var query = new List<(string, string)>();
        if (question >= 0)
            foreach (var pair in text[(question + 1)..].Split('&'))
            {
                var equals = pair.IndexOf('=', StringComparison.Ordinal);
                if (equals <= 0 || equals == pair.Length - 1)
                    return false;
                query.Add((pair[..equals], Uri.UnescapeDataString(pair[(equals + 1)..])));
            }
        scope = new SmartScope(head[..slash], type, letters, query);
        return true;
    }

    /// <summary>Whether it grants one interaction on a type. A narrowing that the policy can't enforce grants nothing.</summary>
    public bool Grants(string level, string type, char letter) =>
        Level == level && (Type == "*" || Type == type) && Letters.Contains(letter, StringComparison.Ordinal) && IsEnforced;

    /// <summary>Modalities that it is narrowed to; none: not narrowed.</summary>
    public IEnumerable<string> Modalities =>
        Query.Where(pair => pair.Name == "modality").SelectMany(pair => pair.Value.Split(',')).Select(CodeOf);

    /// <summary>What of this is inside <paramref name="other"/>; null when nothing.</summary>
    public SmartScope? Within(SmartScope other)
    {
        if (Level != other.Level || !(Type == other.Type || Type == "*" || other.Type == "*"))
            return null;
        var letters = string.Concat(Letters.Where(other.Letters.Contains));
        if (letters.Length == 0)
            return null;
        var type = Type == "*" ? other.Type : Type;
        var both = new SmartScope(Level, type, letters, [.. other.Query, .. Query.Where(pair => !other.Query.Contains(pair))]);
        // two values of one parameter would be a wider "or" on one side and an "and" on the other: only one side may narrow, or both alike
        return both.IsEnforced && (Query.Count == 0 || other.Query.Count == 0 || Query.SequenceEqual(other.Query)) ? both : null;
    }

    public override string ToString() =>
        $"{Level}/{Type}.{Letters}"
            + (Query.Count == 0 ? "" : "?" + string.Join('&', Query.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}")));

    private bool IsEnforced => Query.Count == 0 || (Type == "ImagingStudy" && Query.Count == 1 && Query[0].Name == "modality");

    private static string CodeOf(string token) => token[(token.LastIndexOf('|') + 1)..];

    private static string? LettersOf(string text) => text switch
    {
        "read" => "rs",
        "write" => "cud",
        "*" => InOrder,
        "" => null,
        _ => IsInOrder(text) ? text : null,
    };

    private static bool IsInOrder(string text)
    {
        var last = -1;
        foreach (var letter in text)
        {
            var place = InOrder.IndexOf(letter, StringComparison.Ordinal);
            if (place <= last)
                return false;
            last = place;
        }
        return true;
    }
}
