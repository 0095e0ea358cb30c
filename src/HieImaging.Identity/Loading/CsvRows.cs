using System.Text;

namespace HieImaging.Identity.Loading;

/// <summary>
/// Rows of a CSV file (RFC 4180: quotes, doubled quotes, line breaks within quotes) with the line on which each begins, read as they come.
/// A row above 1 MiB, or a quote that is never closed within it, ends as null, and so does what no longer can be told apart after it.
/// </summary>
internal sealed class CsvRows(TextReader text, char separator = ',')
{
    private const int Longest = 1024 * 1024;

    private readonly char[] _buffer = new char[16 * 1024];
    private int _at;
    private int _filled;
    private long _line = 1;

    /// <summary>The next row; null fields: unreadable, and the last. Null: there is none.</summary>
    public async ValueTask<(long Line, IReadOnlyList<string>? Fields)?> ReadAsync(CancellationToken cancellation)
    {
        var (first, fields, field) = (_line, new List<string>(), new StringBuilder());
        var (quoted, closed, length) = (false, false, 0);
        while (true)
        {
            if (_at == _filled)
            {
                (_at, _filled) = (0, await text.ReadAsync(_buffer, cancellation));
                if (_filled == 0)
                    return End(first, fields, field, quoted, closed);
            }
            var character = _buffer[_at++];
            if (++length > Longest)
                return (first, null);
            if (character == '\n')
                _line++;
            if (quoted)
            {
                if (character != '"')
                    field.Append(character);
                else
                    (quoted, closed) = (false, true);
            }
            else if (character == '"' && (closed || field.Length == 0))
            {
                if (closed)
                    field.Append('"');                                     // a doubled quote within quotes
                (quoted, closed) = (true, false);
            }
            else if (character == separator || character == '\n')
            {
                fields.Add(field.ToString().TrimEnd('\r'));
                field.Clear();
                closed = false;
                if (character == '\n')
                    return (first, fields);
            }
            else
            {
                field.Append(character);
            }
        }
    }

    private static (long, IReadOnlyList<string>?)? End(long first, List<string> fields, StringBuilder field, bool quoted, bool closed)
    {
        if (quoted)
            return (first, null);
        if (fields.Count == 0 && field.Length == 0 && !closed)
            return null;
        fields.Add(field.ToString().TrimEnd('\r'));
        return (first, fields);
    }
}
