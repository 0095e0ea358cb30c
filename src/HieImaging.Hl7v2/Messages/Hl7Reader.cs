using System.Text;

namespace HieImaging.Hl7v2.Messages;

/// <summary>Reads ER7: one message, MSH first and once, segments ended by CR (or CR LF), text in the character set that MSH-18
/// names.</summary>
public static class Hl7Reader
{
    public static Hl7Reading Read(ReadOnlySpan<byte> bytes, Hl7Bounds bounds)
    {
        var first = bytes.IndexOf((byte)'\r') is >= 0 and var end ? bytes[..end] : bytes;
        if (!first.StartsWith("MSH"u8))
            return new Hl7Reading.Broken(Error(Hl7ErrorCode.SegmentSequence, "A message begins with MSH."), null);
        if (first.Length == 3)
            return new Hl7Reading.Broken(Error(Hl7ErrorCode.SegmentSequence, "MSH is empty.", "MSH"), null);
        var head = Encoding.Latin1.GetString(first[..Math.Min(first.Length, 4096)]);
        if (Hl7Delimiters.In(head) is not { } delimiters)
            return new Hl7Reading.Broken(
                Error(Hl7ErrorCode.DataType, "MSH-1 and MSH-2 are not five different signs that separate.", "MSH", 2), null);
        var named = new Hl7Segment(head, delimiters)[18].Text;
        if (Hl7CharacterSet.Of(named) is not { } set)
            return Broken(Hl7ErrorCode.TableValueNotFound, "The character set is none of this node's.", "MSH", 18);
        string text;
        try
        {
            text = Hl7Text.Spelled(set.Encoding.GetString(bytes), delimiters, set.Encoding);
        }
        catch (DecoderFallbackException)
        {
            return Broken(Hl7ErrorCode.DataType, "There are bytes that the character set of MSH-18 does not have.", "MSH", 18);
        }
        return Segments(text, delimiters, bounds, out var error) is { } segments
            ? new Hl7Reading.Read(new Hl7Message(segments, set))
            : new Hl7Reading.Broken(error!, HeaderOf(head, delimiters));

        Hl7Reading.Broken Broken(Hl7ErrorCode code, string what, string segment, int field) =>
            new(Error(code, what, segment, field), HeaderOf(head, delimiters));
    }

    /// <summary>MSH alone of what is not read further; null where that cannot be read either.</summary>
    public static Hl7Message? Header(ReadOnlySpan<byte> beginning, Hl7Bounds bounds) =>
        Read(beginning.IndexOf((byte)'\r') is >= 0 and var end ? beginning[..end] : beginning, bounds) switch
        {
            Hl7Reading.Read read => read.Message,
            Hl7Reading.Broken broken => broken.Header,
            _ => null,
        };

    private static List<Hl7Segment>? Segments(string text, Hl7Delimiters delimiters, Hl7Bounds bounds, out Hl7Error? error)
    {
        var segments = new List<Hl7Segment>(8);
        foreach (var range in text.AsSpan().Split('\r'))
        {
            var raw = text.AsSpan(range);
            if (raw is ['\n', ..])
                raw = raw[1..];
            if (raw.IsEmpty)
                continue;
            error = Fault(raw, delimiters, bounds, segments.Count);
            if (error is not null)
                return null;
            segments.Add(new Hl7Segment(raw.ToString(), delimiters));
        }
        error = null;
        return segments;
    }

    private static Hl7Error? Fault(ReadOnlySpan<char> raw, Hl7Delimiters delimiters, Hl7Bounds bounds, int before)
    {
        if (before == bounds.Segments)
            return Error(Hl7ErrorCode.SegmentSequence, "There are too many segments.");
        if (raw.Length < 3 || !char.IsAsciiLetterUpper(raw[0]) || !IsOfName(raw[1]) || !IsOfName(raw[2])
            || (raw.Length > 3 && raw[3] != delimiters.Field))
            return Error(Hl7ErrorCode.SegmentSequence, $"Line {before + 1} is no segment.");
        var name = raw[..3].ToString();
        if (before > 0 && name == "MSH")
            return Error(Hl7ErrorCode.SegmentSequence, "There is a second MSH: a frame holds one message.", "MSH");
        foreach (var c in raw)
            if (char.IsControl(c) && c != '\t')
                return Error(Hl7ErrorCode.DataType, "There is a control character in it.", name);
        foreach (var field in raw.Split(delimiters.Field))
            if (field.End.Value - field.Start.Value > bounds.FieldBytes)
                return Error(Hl7ErrorCode.DataType, "A field is too long.", name);
        return null;
    }

    private static bool IsOfName(char c) => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c);

    private static Hl7Message? HeaderOf(string head, Hl7Delimiters delimiters) => new(
        [new Hl7Segment(string.Concat(head.Select(c => char.IsAscii(c) && !char.IsControl(c) ? c : '?')), delimiters)],
        Hl7CharacterSet.Ascii);

    private static Hl7Error Error(Hl7ErrorCode code, string text, string? segment = null, int? field = null) =>
        new(code, text, segment is null ? null : new Hl7Location(segment, 1, field));
}
