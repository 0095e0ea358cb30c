using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace HieImaging.Wire.Multipart;

/// <summary>
/// A Content-Type, or one alternative of an Accept, with its parameters (RFC 9110
/// 8.3.1): type in lower case, parameter names without case, values unquoted.
/// </summary>
public sealed class MediaType
{
    private readonly Dictionary<string, string> _parameters = new(StringComparer.OrdinalIgnoreCase);

    private MediaType(string type) => Type = type;

    /// <summary><c>multipart/related</c>.</summary>
    public string Type { get; }

    public IReadOnlyDictionary<string, string> Parameters => _parameters;

    /// <summary>The parameter's value without quotes; null where there is none.</summary>
    public string? this[string parameter] => _parameters.GetValueOrDefault(parameter);

    /// <summary>
    /// The boundary, where there is one that RFC 2046 5.1.1 allows: 1 to 70 characters of its set, not ending in a space.
    /// </summary>
    public string? Boundary => this["boundary"] is { Length: > 0 and <= 70 } boundary && boundary[^1] != ' '
        && boundary.All(c => char.IsAsciiLetterOrDigit(c) || "'()+_,-./:=? ".Contains(c, StringComparison.Ordinal)) ? boundary : null;

    public bool Is(string type) => Type.Equals(type, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads one media type; false for anything that is not one, a parameter given twice among them.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out MediaType? media)
    {
        media = null;
        if (text is null || text.Length > 1024)
            return false;
        var at = text.IndexOf(';', StringComparison.Ordinal);
        var type = (at < 0 ? text : text[..at]).Trim();
        var slash = type.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || !IsToken(type.AsSpan(0, slash)) || !IsToken(type.AsSpan(slash + 1)))
            return false;
        var read = new MediaType(type.ToLowerInvariant());
        for (var rest = at < 0 ? default : text.AsSpan(at + 1); !rest.IsEmpty;)
            if (!read.TryTakeParameter(ref rest))
                return false;
        media = read;
        return true;
    }

    /// <summary>The media type as it is written; every parameter in quotes.</summary>
    public override string ToString() =>
        _parameters
            .Aggregate(
                new StringBuilder(Type),
                (text, p) => text.Append("; ").Append(p.Key).Append("=\"").Append(p.Value).Append('"'))
            .ToString();

    private bool TryTakeParameter(ref ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart();
        if (rest.IsEmpty)
            return true;                                   // a semicolon at the end does no harm
        var equals = rest.IndexOf('=');
        if (equals <= 0 || !IsToken(rest[..equals]))
            return false;
        var name = rest[..equals].ToString();
        rest = rest[(equals + 1)..];
        if (!TryTakeValue(ref rest, out var value))
            return false;
        rest = rest.TrimStart();
        if (!rest.IsEmpty && rest[0] != ';')
            return false;
        rest = rest.IsEmpty ? rest : rest[1..];
        return _parameters.TryAdd(name, value);
    }

    private static bool TryTakeValue(ref ReadOnlySpan<char> rest, [NotNullWhen(true)] out string? value)
    {
        value = null;
        if (rest.IsEmpty || rest[0] != '"')
        {
            var end = rest.IndexOf(';');
            var bare = (end < 0 ? rest : rest[..end]).Trim();
            rest = end < 0 ? default : rest[end..];
            value = bare.ToString();
            return !bare.ContainsAny("\" \t\r\n");         // wider than a token: unquoted boundaries and types with a slash are common
        }
        var text = new StringBuilder();
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] == '"')
            {
                rest = rest[(i + 1)..];
                value = text.ToString();
                return true;
            }
            if (rest[i] == '\\' && ++i == rest.Length)
                return false;
            if (char.IsControl(rest[i]))
                return false;
            text.Append(rest[i]);
        }
        return false;
    }

    private static bool IsToken(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && !"!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal))
                return false;
        return !text.IsEmpty;
    }
}
