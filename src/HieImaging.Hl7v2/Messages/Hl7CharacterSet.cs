using System.Collections.Frozen;
using System.Text;

namespace HieImaging.Hl7v2.Messages;

/// <summary>A character set as MSH-18 names it (table 0211); nothing said is ASCII (HL7 v2.5 2.15.9.18).</summary>
public sealed record Hl7CharacterSet
{
    private static readonly FrozenDictionary<string, Hl7CharacterSet> Known =
        All().ToFrozenDictionary(set => set.Name, StringComparer.Ordinal);

    private Hl7CharacterSet(string name, int page) => (Name, Encoding) = (name, Page(page));

    public static Hl7CharacterSet Ascii { get; } = Known["ASCII"];

    public static Hl7CharacterSet Utf8 { get; } = Known["UNICODE UTF-8"];

    /// <summary>As MSH-18 writes it.</summary>
    public string Name { get; }

    /// <summary>Throws on bytes and signs that it does not have.</summary>
    public Encoding Encoding { get; }

    /// <summary>Null where nobody here knows it.</summary>
    public static Hl7CharacterSet? Of(string? name) => name switch
    {
        null or "" => Ascii,
        "UTF-8" or "UTF8" => Utf8,                              // not of the table, and often met
        _ => Known.GetValueOrDefault(name),
    };

    private static IEnumerable<Hl7CharacterSet> All() =>
    [
        new("ASCII", 20127), new("UNICODE UTF-8", 65001), new("8859/15", 28605),
        .. Enumerable.Range(1, 9).Select(part => new Hl7CharacterSet($"8859/{part}", 28590 + part)),
    ];

    private static Encoding Page(int page) =>
        CodePagesEncodingProvider.Instance.GetEncoding(page, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
        ?? Encoding.GetEncoding(page, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
}
