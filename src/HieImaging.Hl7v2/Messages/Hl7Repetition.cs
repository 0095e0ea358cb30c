namespace HieImaging.Hl7v2.Messages;

/// <summary>One repetition of a field: components by their number.</summary>
public readonly struct Hl7Repetition
{
    private readonly string? _raw;
    private readonly Hl7Delimiters? _delimiters;

    internal Hl7Repetition(string raw, Hl7Delimiters delimiters) => (_raw, _delimiters) = (raw, delimiters);

    public bool IsEmpty => string.IsNullOrEmpty(_raw);

    /// <summary><c>""</c>: what was known is to be forgotten (HL7 v2.5 2.5.3).</summary>
    public bool IsNull => _raw == "\"\"";

    /// <summary>The first component's first subcomponent.</summary>
    public string? Text => this[1].Text;

    /// <summary>From 1.</summary>
    public Hl7Component this[int component] =>
        new(Part.Of(_raw, (_delimiters ?? Hl7Delimiters.Standard).Component, component), _delimiters ?? Hl7Delimiters.Standard);
}
