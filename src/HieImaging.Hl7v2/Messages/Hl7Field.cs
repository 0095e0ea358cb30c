namespace HieImaging.Hl7v2.Messages;

/// <summary>A field of a segment: repetitions, components, subcomponents, read when asked and written as they came.</summary>
public readonly struct Hl7Field
{
    private readonly string? _raw;
    private readonly Hl7Delimiters? _delimiters;

    internal Hl7Field(string raw, Hl7Delimiters delimiters) => (_raw, _delimiters) = (raw, delimiters);

    public bool IsEmpty => string.IsNullOrEmpty(_raw);

    /// <summary><c>""</c>: what was known is to be forgotten (HL7 v2.5 2.5.3).</summary>
    public bool IsNull => _raw == "\"\"";

    /// <summary>As written, with escape sequences.</summary>
    public string Raw => _raw ?? "";

    /// <summary>Plain text of the first component of the first repetition; null where it is empty.</summary>
    public string? Text => First.Text;

    public Hl7Repetition First => new(Part.Of(_raw, Delimiters.Repetition, 1), Delimiters);

    /// <summary>Those that are written, empty ones between them too; none of an empty field.</summary>
    public IReadOnlyList<Hl7Repetition> Repetitions
    {
        get
        {
            var delimiters = Delimiters;
            return IsEmpty ? [] : [.. _raw!.Split(delimiters.Repetition).Select(part => new Hl7Repetition(part, delimiters))];
        }
    }

    /// <summary>A component of the first repetition, from 1.</summary>
    public Hl7Component this[int component] => First[component];

    private Hl7Delimiters Delimiters => _delimiters ?? Hl7Delimiters.Standard;

    /// <summary>Plain text, escaped as it is written.</summary>
    public static implicit operator Hl7Field(string? text) => FromString(text);

    /// <summary>Plain text, escaped as it is written.</summary>
    public static Hl7Field FromString(string? text) => new(Hl7Text.Escape(text ?? "", Hl7Delimiters.Standard), Hl7Delimiters.Standard);

    /// <summary>Components of plain text; those that are empty at the end are left out.</summary>
    public static Hl7Field Of(params ReadOnlySpan<string?> components) => Of('^', components);

    /// <summary>Components that have subcomponents of their own, each made by <see cref="Subcomponents"/> or from plain text.</summary>
    public static Hl7Field OfParts(params ReadOnlySpan<Hl7Field> components)
    {
        var texts = new string[components.Length];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = components[i].Raw;
        return new(string.Join('^', texts).TrimEnd('^'), Hl7Delimiters.Standard);
    }

    /// <summary>Subcomponents of plain text, as one component.</summary>
    public static Hl7Field Subcomponents(params ReadOnlySpan<string?> subcomponents) => Of('&', subcomponents);

    /// <summary>The repetitions of one field.</summary>
    public static Hl7Field Repeat(IEnumerable<Hl7Field> repetitions) =>
        new(string.Join('~', repetitions.Select(one => one.Standardised().Raw)), Hl7Delimiters.Standard);

    /// <summary>The same content with the standard's delimiters.</summary>
    public Hl7Field Standardised()
    {
        var (from, to) = (Delimiters, Hl7Delimiters.Standard);
        if (from == to || IsEmpty)
            return new Hl7Field(Raw, to);
        return new(Joined(_raw!, to.Repetition, from.Repetition, repetition =>
            Joined(repetition, to.Component, from.Component, component =>
                Joined(component, to.Subcomponent, from.Subcomponent, text => Hl7Text.Escape(Hl7Text.Unescape(text, from), to)))), to);
    }

    private static string Joined(string text, char with, char at, Func<string, string> each) =>
        string.Join(with, text.Split(at).Select(each));

    private static Hl7Field Of(char separator, ReadOnlySpan<string?> texts)
    {
        var parts = new string[texts.Length];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = Hl7Text.Escape(texts[i] ?? "", Hl7Delimiters.Standard);
        return new(string.Join(separator, parts).TrimEnd(separator), Hl7Delimiters.Standard);
    }
}
