using System.Text;

namespace HieImaging.Identity.Loading;

/// <summary>
/// Rows of a CSV file (RFC 4180: quotes, doubled quotes, line breaks within quotes) with the line on which each begins, read as they come; a
/// mark of the byte order before the first is none of it. A row in which something stands behind a closing quote has no fields: a quote was
/// left open before, and what lies between is nobody's. A row above 1 MiB, or a quote that is never closed within it, ends as null, and so
/// does what no longer can be told apart after it.
/// </summary>
internal sealed class CsvRows(TextReader text, char separator = ',')
{
    private const int Longest = 1024 * 1024;

    private readonly char[] _buffer = new char[16 * 1024];
    private int _at;
    private int _filled;
    private long _line = 1;

    /// <summary>The line on which the next row begins.</summary>
    public long Line => _line;

    /// <summary>The next row; null fields: unreadable, and the last; no fields: not to be told apart. Null: there is none.</summary>
    public async ValueTask<(long Line, IReadOnlyList<string>? Fields)?> ReadAsync(CancellationToken cancellation)
    {
        var (first, fields, field) = (_line, new List<string>(), new StringBuilder());
        var (state, torn, length) = (At.Plain, false, 0);
        while (true)
        {
            if (_at == _filled)
            {
                (_at, _filled) = (0, await text.ReadAsync(_buffer, cancellation));
                if (_filled == 0)
                    return End(first, fields, field, state, torn);
            }
            var character = _buffer[_at++];
            if (++length > Longest)
                return (first, null);
            if (character == '\n')
                _line++;
            if (length == 1 && first == 1 && character == '\uFEFF')
                continue;
            if (state == At.Quoted)
            {
                if (character == '"')
                    state = At.Closed;
                else
                    field.Append(character);
            }
            else if (character == separator || character == '\n')
            {
                fields.Add(field.ToString().TrimEnd('\r'));
                field.Clear();
                state = At.Plain;
                if (character == '\n')
                    return (first, torn ? [] : fields);
            }
            else if (character == '"' && state == At.Closed)
            {
                field.Append('"');                                         // a doubled quote within quotes
                state = At.Quoted;
            }
            else if (state != At.Plain)
            {
                state = At.Behind;
                torn |= character is not (' ' or '\t' or '\r');
            }
            else if (character == '"' && field.Length == 0)
            {
                state = At.Quoted;
            }
            else
            {
                field.Append(character);
            }
        }
    }

    private static (long, IReadOnlyList<string>?)? End(long first, List<string> fields, StringBuilder field, At state, bool torn)
    {
        if (state == At.Quoted)
            return (first, null);
        if (fields.Count == 0 && field.Length == 0 && state == At.Plain)
            return null;
        fields.Add(field.ToString().TrimEnd('\r'));
        return (first, torn ? [] : fields);
    }

    // Where in a field: without quotes, within them, at a quote that closes them or is the first of two, behind them.
    private enum At
    {
        Plain,
        Quoted,
        Closed,
        Behind,
    }
}
