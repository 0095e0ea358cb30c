using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace HieImaging.Tests.Dicom.Oracles;

/// <summary>What dcmdump prints of many files in one run: every tag, VR, value and length. Text is its bytes in ISO 8859-1.</summary>
internal static partial class DcmdumpRows
{
    /// <summary>The rows of each file in the order of the files; a file that dcmdump refuses has none.</summary>
    public static IEnumerable<List<OracleRow>> Of(string dcmdump, IReadOnlyList<string> files)
    {
        using var process = Tool.Start(dcmdump, Encoding.Latin1, ["-q", "+L", "-Un", "+F", .. files]);
        process.StandardInput.Close();
        var (file, lines) = (-1, new LineReader());
        foreach (var line in Lines(process.StandardOutput))
        {
            if (FileLine().Match(line) is { Success: true } header)
            {
                if (file >= 0)
                    yield return lines.Finish();
                for (var next = int.Parse(header.Groups[1].Value, CultureInfo.InvariantCulture) - 1; ++file < next;)
                    yield return [];
            }
            else
            {
                lines.Take(line);
            }
        }
        yield return lines.Finish();
        while (++file < files.Count)
            yield return [];
    }

    // A carriage return belongs to the value that it stands in.
    private static IEnumerable<string> Lines(StreamReader reader)
    {
        var buffer = new char[1 << 16];
        var line = new StringBuilder();
        for (int read; (read = reader.Read(buffer)) > 0;)
        {
            var rest = buffer.AsMemory(0, read);
            for (int end; (end = rest.Span.IndexOf('\n')) >= 0; rest = rest[(end + 1)..])
            {
                yield return line.Append(rest.Span[..end]).ToString();
                line.Clear();
            }
            line.Append(rest.Span);
        }
    }

    [GeneratedRegex(@"^# dcmdump \((\d+)/\d+\): ")]
    private static partial Regex FileLine();

    [GeneratedRegex(@"^( *)\(([0-9a-f]{4}),([0-9a-f]{4})\) (..) ")]
    private static partial Regex Head();

    [GeneratedRegex(@" *# +(\d+|u/l), *\d+ [^#]*$", RegexOptions.RightToLeft)]
    private static partial Regex Tail();

    private sealed class LineReader
    {
        private readonly List<string> _prefixes = [""]; // by depth: what stands before the tag of an element there
        private List<OracleRow> _rows = [];
        private List<ReadOnlyMemory<byte>>? _fragments;
        private StringBuilder? _open;

        public List<OracleRow> Finish()
        {
            CloseFragments();
            var rows = _rows;
            (_rows, _open) = ([], null);
            return rows;
        }

        public void Take(string line)
        {
            if (_open is null && !Head().IsMatch(line))
                return;
            var whole = line;
            if (_open is not null)
                whole = _open.Append('\n').Append(line).ToString();
            if (Tail().Match(whole) is { Success: true } tail)
            {
                _open = null;
                Row(whole[..tail.Index], tail.Groups[1].Value);
            }
            else
            {
                _open ??= new StringBuilder(line); // a value with line breaks in it
            }
        }

        private void Row(string line, string length)
        {
            var head = Head().Match(line);
            var (depth, vr, value) = (head.Groups[1].Length / 2, head.Groups[4].Value, line[head.Length..].TrimEnd(' '));
            var tag = (head.Groups[2].Value + head.Groups[3].Value).ToUpperInvariant();
            if (vr == "pi")
            {
                _fragments!.Add(Hex(value, "OB"));
                return;
            }
            CloseFragments();
            if (tag == "FFFEE000")
                Enter(depth);
            if (tag.StartsWith("FFFE", StringComparison.Ordinal))
                return;
            if (value.StartsWith("(Sequence with", StringComparison.Ordinal))
            {
                _rows.Add(new OracleRow(_prefixes[depth] + tag, "SQ", value[(value.IndexOf('=', StringComparison.Ordinal) + 1)..^1]));
                Keep(depth + 1, _prefixes[depth] + tag + "[-1]/");
            }
            else if (value.StartsWith("(PixelSequence", StringComparison.Ordinal))
            {
                _rows.Add(new OracleRow(_prefixes[depth] + tag, vr, ""));
                _fragments = [];
            }
            else
            {
                _rows.Add(new OracleRow(_prefixes[depth] + tag, vr, Canonical(vr, value), long.Parse(length, CultureInfo.InvariantCulture)));
            }
        }

        private void Enter(int depth)
        {
            var open = _prefixes[depth].LastIndexOf('[');
            var index = int.Parse(_prefixes[depth][(open + 1)..^2], CultureInfo.InvariantCulture) + 1;
            _prefixes[depth] = $"{_prefixes[depth][..open]}[{index}]/";
            Keep(depth + 1, _prefixes[depth]);
        }

        private void Keep(int depth, string prefix)
        {
            _prefixes.RemoveRange(depth, _prefixes.Count - depth);
            _prefixes.Add(prefix);
        }

        private void CloseFragments()
        {
            if (_fragments is not null)
                _rows[^1] = _rows[^1] with { Value = OracleRow.Digest(_fragments) };
            _fragments = null;
        }

        private static string Canonical(string vr, string value)
        {
            var isEmpty = value == "(no value available)";
            switch (vr)
            {
                case "OB" or "UN" or "??" or "OW" or "ox" or "lt" or "px":
                    return OracleRow.Digest(Hex(isEmpty ? "" : value, vr));
                case "US" or "SS" or "xs" or "UL" or "SL" or "up" or "UV" or "SV" or "FL" or "FD" or "AT":
                    return isEmpty ? "" : string.Concat(value.Split('\\').Select(one => Convert.ToHexStringLower(Number(vr, one))));
                case "OF" or "OD" or "OL" or "OV":
                    return OracleRow.Digest(isEmpty ? [] : value.Split('\\').SelectMany(one => Number(vr, one)).ToArray());
                default:
                    return value.Length > 1 && value[0] == '[' && value[^1] == ']' ? value[1..^1].TrimEnd(' ', '\0') : isEmpty ? "" : value;
            }
        }

        private static byte[] Number(string vr, string text)
        {
            var culture = CultureInfo.InvariantCulture;
            return vr switch
            {
                "SS" => BitConverter.GetBytes(short.Parse(text, culture)),
                "US" => BitConverter.GetBytes(ushort.Parse(text, culture)),
                "xs" => BitConverter.GetBytes((ushort)int.Parse(text, culture)),
                "SL" => BitConverter.GetBytes(int.Parse(text, culture)),
                "UL" or "up" or "OL" => BitConverter.GetBytes(uint.Parse(text, culture)),
                "SV" => BitConverter.GetBytes(long.Parse(text, culture)),
                "UV" or "OV" => BitConverter.GetBytes(ulong.Parse(text, culture)),
                "FL" or "OF" => BitConverter.GetBytes((float)Real(text)),
                "AT" => [.. Word(text[1..5]), .. Word(text[6..10])],
                _ => BitConverter.GetBytes(Real(text)),
            };
        }

        private static double Real(string text) => text switch
        {
            "nan" or "-nan" => double.NaN,
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => double.Parse(text, CultureInfo.InvariantCulture),
        };

        private static byte[] Word(string text) => BitConverter.GetBytes(ushort.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

        // Bytes as 0a\0b, words as 0b0a.
        private static byte[] Hex(string text, string vr)
        {
            if (text.Length == 0 || text[0] == '(')
                return [];
            var digits = (text.Length > 4 && text[4] == '\\') || (text.Length == 4 && vr != "OB") ? 4 : 2;
            var count = (text.Length + 1) / (digits + 1);
            var bytes = new byte[count * digits / 2];
            for (var index = 0; index < count; index++)
            {
                var value = ushort.Parse(
                    text.AsSpan(index * (digits + 1), digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                if (digits == 2)
                    bytes[index] = (byte)value;
                else
                    BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(index * 2), value);
            }
            return bytes;
        }
    }
}
