using System.Text;

namespace HieImaging.Dicom.CharacterSets;

/// <summary>Specific Character Set (0008,0005): how the text of a data set is encoded (PS3.3 C.12.1.1.2, PS3.5 6.1).</summary>
public sealed class SpecificCharacterSet
{
    /// <summary>The default repertoire, ISO 646. Bytes beyond it are read as UTF-8 where they are UTF-8, else as ISO 8859-1.</summary>
    public static readonly SpecificCharacterSet Default = new(CodeElement.Ascii, null, []);

    /// <summary>ISO_IR 192.</summary>
    public static readonly SpecificCharacterSet Utf8 = new(Encoding.UTF8, null);

    // Real ones name three; a value of hundreds is read as far as this.
    private const int MostLabels = 16;

    private readonly Encoding? _whole;
    private readonly SpecificCharacterSet? _beside;
    private readonly CodeElement _lower;
    private readonly CodeElement? _upper;
    private readonly IReadOnlyList<CodeElement> _others;

    private SpecificCharacterSet(Encoding whole, SpecificCharacterSet? beside)
        : this(CodeElement.Ascii, null, []) => (_whole, _beside) = (whole, beside);

    private SpecificCharacterSet(SpecificCharacterSet same)
        : this(same._lower, same._upper, same._others) => (_whole, _beside) = (same._whole, same._beside);

    private SpecificCharacterSet(CodeElement lower, CodeElement? upper, IReadOnlyList<CodeElement> others)
    {
        _lower = lower;
        _upper = upper;
        _others = others;
    }

    /// <summary>What in the labels is not as PS3.3 C.12.1.1.2 wants it.</summary>
    public IReadOnlyList<DicomIrregularity> Irregularities { get; private init; } = [];

    /// <summary>
    /// The character set of these labels. Labels that no standard knows are read for what they mean (<c>ISO-IR 100</c>, <c>UTF8</c>,
    /// <c>Latin1</c>), defined terms also where they may not stand; <see cref="Irregularities"/> says so.
    /// </summary>
    public static SpecificCharacterSet Of(IReadOnlyList<string> labels)
    {
        var irregularities = new SortedSet<DicomIrregularity>();
        var terms = new List<CharacterSetTerm>(labels.Count);
        foreach (var label in labels.Take(MostLabels))
        {
            if (CharacterSetTerm.Of(label) is not { } term)
                irregularities.Add(DicomIrregularity.CharacterSetUnknown);
            else
                terms.Add(term);
        }
        if (terms.Any(term => !term.IsDefined))
            irregularities.Add(DicomIrregularity.CharacterSetMisspelled);
        var set = Of(terms, irregularities);
        return irregularities.Count == 0 ? set : new SpecificCharacterSet(set) { Irregularities = [.. irregularities] };
    }

    private static SpecificCharacterSet Of(List<CharacterSetTerm> terms, SortedSet<DicomIrregularity> irregularities)
    {
        if (terms.FirstOrDefault(term => term.Whole is not null) is { } whole)
        {
            var others = terms.Where(term => term.Whole is null).ToList();
            if (terms.Count > 1)
                irregularities.Add(DicomIrregularity.CharacterSetNotAlone);
            return others.Exists(term => !term.IsDefault)
                ? new SpecificCharacterSet(whole.Whole!, OfElements(others))
                : whole.Whole == Encoding.UTF8 ? Utf8 : new SpecificCharacterSet(whole.Whole!, null);
        }
        if (terms.Count == 1 ? terms[0].IsOfExtensions || terms[0].Element is { Width: > 1 } : !IsWithExtensions(terms))
            irregularities.Add(DicomIrregularity.CharacterSetMisplaced);
        return OfElements(terms);
    }

    private static bool IsWithExtensions(List<CharacterSetTerm> terms) =>
        terms.Count == 0 || (terms[0].Element is null or { Width: 1 }
            && terms.TrueForAll(term => term.IsOfExtensions || (term == terms[0] && term.IsDefault)));

    private static SpecificCharacterSet OfElements(List<CharacterSetTerm> terms)
    {
        var first = terms.Count > 0 ? terms[0].Element : null;
        // Multi-byte sets come in by an escape sequence alone, also when they are the first label.
        var upper = first is { IsG1: true, Width: 1 } ? first : null;
        var lower = first == CodeElement.Romaji ? CodeElement.Romaji : CodeElement.Ascii;
        var others = terms.Select(term => term.Element).OfType<CodeElement>()
            .Where(element => element != upper && element != CodeElement.Ascii).Distinct().ToArray();
        return upper is null && others.Length == 0 ? Default : new SpecificCharacterSet(lower, upper, others);
    }

    /// <summary>Text of bytes; what does not decode becomes U+FFFD. Never throws.</summary>
    public string Decode(ReadOnlySpan<byte> bytes, bool isPersonName = false, bool isMultiValued = false)
    {
        if (!bytes.ContainsAnyInRange((byte)0x80, (byte)0xFF) && !bytes.Contains((byte)0x1B))
            return Encoding.ASCII.GetString(bytes);
        if (_beside is not null)
            return Decoded(_whole!, bytes) ?? _beside.Decode(bytes, isPersonName, isMultiValued);
        if (_whole is not null)
            return _whole.GetString(bytes);
        if (_upper is null && _others.Count == 0 && !bytes.Contains((byte)0x1B))
            return Decoded(Encoding.UTF8, bytes) ?? Encoding.Latin1.GetString(bytes);
        return Iso2022.Decode(bytes, _lower, _upper, _others, Delimiters(isPersonName, isMultiValued));
    }

    /// <summary>Bytes of text.</summary>
    /// <exception cref="EncoderFallbackException">A character that this character set does not have.</exception>
    public byte[] Encode(string text, bool isPersonName = false, bool isMultiValued = false) =>
        (_whole is not null
            ? CodeElement.Strict(_whole, text)
            : Iso2022.Encode(text, _lower, _upper, _others, Delimiters(isPersonName, isMultiValued)))
        ?? throw new EncoderFallbackException("The text has a character that the character set does not have.");

    private static string Delimiters(bool isPersonName, bool isMultiValued) =>
        (isPersonName ? "^=" : "") + (isMultiValued ? "\\" : "");

    // Null where the bytes are not in that encoding.
    private static string? Decoded(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        var text = encoding.GetString(bytes);
        return text.Contains('\uFFFD', StringComparison.Ordinal) ? null : text;
    }
}
