using System.Text;

namespace HieImaging.Hl7v2.Messages;

/// <summary>An HL7 v2 message in ER7: segments in their order, MSH first. Immutable.</summary>
public sealed class Hl7Message
{
    internal Hl7Message(IReadOnlyList<Hl7Segment> segments, Hl7CharacterSet characterSet) =>
        (Segments, CharacterSet) = (segments, characterSet);

    public IReadOnlyList<Hl7Segment> Segments { get; }

    public Hl7Segment Header => Segments[0];

    /// <summary>MSH-18.</summary>
    public Hl7CharacterSet CharacterSet { get; }

    /// <summary>MSH-9.1: <c>ADT</c>, <c>QBP</c>.</summary>
    public string Type => Header[9][1].Text ?? "";

    /// <summary>MSH-9.2: <c>A08</c>, <c>Q23</c>.</summary>
    public string Event => Header[9][2].Text ?? "";

    /// <summary>MSH-10, as written: an answer echoes it, and what separates elsewhere is a part of it (ST).</summary>
    public string ControlId => Header[10].Standardised().Raw;

    /// <summary>MSH-11.1: P, T or D.</summary>
    public string ProcessingId => Header[11][1].Text ?? "";

    /// <summary>MSH-12.1: <c>2.3.1</c>, <c>2.5</c>.</summary>
    public string Version => Header[12][1].Text ?? "";

    /// <summary>A message of our own.</summary>
    /// <param name="segments">MSH first (<see cref="Hl7Segment.Header"/>).</param>
    public static Hl7Message Of(params IEnumerable<Hl7Segment> segments)
    {
        List<Hl7Segment> all = [.. segments];
        return all is [{ Name: "MSH" }, ..]
            ? new Hl7Message(all, Hl7CharacterSet.Of(all[0][18].Text) ?? Hl7CharacterSet.Ascii)
            : throw new ArgumentException("A message begins with MSH.", nameof(segments));
    }

    public Hl7Segment? First(string name) => Segments.FirstOrDefault(segment => segment.Name == name);

    public IEnumerable<Hl7Segment> All(string name) => Segments.Where(segment => segment.Name == name);

    /// <summary>Its bytes in the character set of MSH-18, or, where that lacks a sign, in UTF-8 and MSH-18 says so.</summary>
    public byte[] ToBytesOfAny()
    {
        try
        {
            return ToBytes();
        }
        catch (EncoderFallbackException)
        {
            var fields = Enumerable.Range(3, 15).Select(number => Header.Standardised()[number]).Append(Hl7CharacterSet.Utf8.Name);
            return Of([Hl7Segment.Header(fields), .. Segments.Skip(1).Select(segment => segment.Standardised())]).ToBytes();
        }
    }

    /// <summary>Its bytes, each segment ended by CR; in the character set of MSH-18, where that has every sign.</summary>
    /// <exception cref="EncoderFallbackException">It has not.</exception>
    public byte[] ToBytes() => CharacterSet.Encoding.GetBytes(string.Concat(Segments.Select(segment => segment.Raw + "\r")));

    /// <summary>What it is, and nothing of whom it speaks.</summary>
    public override string ToString() => $"{Type}^{Event}";
}
