using System.Text;

namespace HieImaging.Bench.Identity;

/// <summary>A table of text with a header: RFC 4180, and what is found beside it (blanks around values, LF or CRLF, a byte order mark, no line end at the
/// last line, semicolons or tabs).</summary>
/// <param name="Columns">The header's words; empty where the file had none.</param>
/// <param name="Rows">Values without the blanks around them, as many as the header has; what is missing at the end is empty.</param>
internal sealed record CsvTable(IReadOnlyList<string> Columns, IReadOnlyList<string[]> Rows)
{
    /// <exception cref="InvalidDataException">No header, a row that is longer than the header, or a quote that is never closed.</exception>
    public static CsvTable Read(TextReader text)
    {
        var lines = Lines(text.ReadToEnd().TrimStart('\uFEFF'));
        if (lines.Count == 0)
            throw new InvalidDataException("The file is empty: a header is needed.");
        var (header, rows) = (lines[0].Values, new List<string[]>(lines.Count - 1));
        foreach (var (number, values) in lines.Skip(1))
        {
            if (values.Length > header.Length && values.Skip(header.Length).Any(value => value.Length > 0))
                throw new InvalidDataException($"Line {number} has {values.Length} values, the header {header.Length}.");
            rows.Add([.. values.Take(header.Length), .. Enumerable.Repeat("", Math.Max(0, header.Length - values.Length))]);
        }
        return new CsvTable(header, rows);
    }

    /// <summary>Every line that is not empty, the header too, with its number.</summary>
    public static IReadOnlyList<(int Number, string[] Values)> Lines(string text)
    {
        var firstLine = text.AsSpan(0, text.IndexOf('\n') is >= 0 and var end ? end : text.Length);
        var separator = firstLine.Contains(',') ? ',' : firstLine.Contains(';') ? ';' : firstLine.Contains('\t') ? '\t' : ',';
        var lines = new List<(int, string[])>();
        var (values, value, line, began) = (new List<string>(), new StringBuilder(), 1, 1);
        for (var at = 0; at <= text.Length; at++)
        {
            var character = at < text.Length ? text[at] : '\n';
            if (character == '"' && value.ToString().AsSpan().Trim().IsEmpty)
                at = Quoted(text, at, value.Clear(), ref line);
            else if (character == separator)
                End();
            else if (character == '\n')
            {
                End();
                if (values.Count > 1 || values[0].Length > 0)
                    lines.Add((began, [.. values]));
                values.Clear();
                began = ++line;
            }
            else
                value.Append(character);
        }
        return lines;

        void End()
        {
            values.Add(value.ToString().Trim());
            value.Clear();
        }
    }

    // From the opening quote to the closing one; two quotes are one.
    private static int Quoted(string text, int at, StringBuilder value, ref int line)
    {
        var opened = line;
        for (at++; at < text.Length; at++)
            if (text[at] != '"')
            {
                line += text[at] == '\n' ? 1 : 0;
                value.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
                value.Append(text[at++]);
            else
                return at;
        throw new InvalidDataException($"The quote of line {opened} is never closed.");
    }
}
