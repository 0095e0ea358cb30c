using System.Globalization;
using System.Text;

namespace HieImaging.Fhir.FhirPath;

/// <summary>Takes an expression apart into words (FHIRPath N1, 12).</summary>
internal sealed class PathLexer(string text)
{
    private const int MostTokens = 2000;

    private static readonly string[] Symbols = ["<=", ">=", "!=", "!~", "$this", "$index", "$total"];

    private readonly List<PathToken> _tokens = [];
    private int _at;

    /// <summary>The words, the last one being the end.</summary>
    /// <exception cref="PathSyntaxException">It has a character that begins no word, a string without an end, or more than 2,000
    /// words.</exception>
    internal static List<PathToken> Read(string text)
    {
        var lexer = new PathLexer(text);
        while (lexer.Next() is { } token)
        {
            if (lexer._tokens.Count >= MostTokens)
                throw new PathSyntaxException(token.Position, "The expression has more than 2,000 words.");
            lexer._tokens.Add(token);
        }
        lexer._tokens.Add(new(PathTokenKind.End, "", text.Length));
        return lexer._tokens;
    }

    private PathToken? Next()
    {
        Skip();
        if (_at >= text.Length)
            return null;
        var start = _at;
        var one = text[start];
        if (IsNameStart(one))
            return new(PathTokenKind.Name, Run(IsNamePart), start);
        if (char.IsAsciiDigit(one))
            return new(PathTokenKind.Number, Number(), start);
        switch (one)
        {
            case '\'':
                return new(PathTokenKind.String, Quoted('\''), start);
            case '`' or '"':
                return new(PathTokenKind.DelimitedName, Quoted(one), start);
            case '@':
                _at++;
                return Moment(start);
            case '%':
                _at++;
                var next = _at < text.Length ? text[_at] : ' ';
                return new(PathTokenKind.External, next is '\'' or '`' or '"' ? Quoted(next) : Run(IsNamePart), start);
        }
        var symbol = Array.Find(Symbols, known => string.CompareOrdinal(text, start, known, 0, known.Length) == 0)
            ?? (".[](){},+-*/&|<>=~".Contains(one, StringComparison.Ordinal)
                ? one.ToString()
                : throw new PathSyntaxException(start, "A character begins no word."));
        _at += symbol.Length;
        return new(PathTokenKind.Symbol, symbol, start);
    }

    private void Skip()
    {
        while (_at < text.Length)
        {
            if (char.IsWhiteSpace(text[_at]))
                _at++;
            else if (Follows("//"))
                _at = text.IndexOf('\n', _at) is >= 0 and var line ? line : text.Length;
            else if (Follows("/*"))
                _at = text.IndexOf("*/", _at + 2, StringComparison.Ordinal) is >= 0 and var end
                    ? end + 2
                    : throw new PathSyntaxException(_at, "A comment has no end.");
            else
                return;
        }
    }

    private bool Follows(string mark) => string.CompareOrdinal(text, _at, mark, 0, mark.Length) == 0;

    private string Run(Func<char, bool> belongs)
    {
        var start = _at;
        while (_at < text.Length && belongs(text[_at]))
            _at++;
        return text[start.._at];
    }

    private string Number()
    {
        var number = Run(char.IsAsciiDigit);
        if (_at + 1 >= text.Length || text[_at] != '.' || !char.IsAsciiDigit(text[_at + 1]))
            return number;
        _at++;
        return number + "." + Run(char.IsAsciiDigit);
    }

    /// <summary>A sign belongs to a zone only after a time: <c>@2014-01+1</c> is no literal.</summary>
    private PathToken Moment(int start)
    {
        if (_at < text.Length && text[_at] == 'T')
        {
            _at++;
            return new(PathTokenKind.Time, Run(IsClockPart), start);
        }
        var day = Run(one => char.IsAsciiDigit(one) || one == '-');
        if (_at >= text.Length || text[_at] != 'T')
            return new(PathTokenKind.Date, day, start);
        _at++;
        var clock = Run(IsClockPart);
        if (clock.Length > 0 && _at < text.Length && text[_at] == 'Z')
        {
            _at++;
            clock += 'Z';
        }
        else if (clock.Length > 0
            && _at + 6 <= text.Length
            && text[_at] is '+' or '-'
            && char.IsAsciiDigit(text[_at + 1])
            && text[_at + 3] == ':')
        {
            clock += text.Substring(_at, 6);
            _at += 6;
        }
        return new(PathTokenKind.Date, $"{day}T{clock}", start);
    }

    private bool IsClockPart(char one) =>
        char.IsAsciiDigit(one) || one == ':' || (one == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1]));

    private string Quoted(char quote)
    {
        var start = _at++;
        var content = new StringBuilder();
        for (; _at < text.Length && text[_at] != quote; _at++)
            content.Append(text[_at] == '\\' ? Escape() : text[_at]);
        if (_at++ >= text.Length)
            throw new PathSyntaxException(start, "A string has no end.");
        return content.ToString();
    }

    private char Escape()
    {
        var escaped = ++_at < text.Length ? text[_at] : '\0';
        switch (escaped)
        {
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'f':
                return '\f';
            case 'u' when _at + 4 < text.Length
                && int.TryParse(text.AsSpan(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                _at += 4;
                return (char)code;
            case '\\' or '/' or '\'' or '"' or '`':
                return escaped;
            default:
                throw new PathSyntaxException(_at, "A backslash is followed by what it cannot escape.");
        }
    }

    private static bool IsNameStart(char one) => char.IsAsciiLetter(one) || one == '_';

    private static bool IsNamePart(char one) => char.IsAsciiLetterOrDigit(one) || one is '_';
}
