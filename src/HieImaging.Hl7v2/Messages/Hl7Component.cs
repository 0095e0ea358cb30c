namespace HieImaging.Hl7v2.Messages;

/// <summary>One component of a field and its subcomponents, read when asked; null is an empty one.</summary>
public readonly struct Hl7Component
{
    private readonly string? _raw;
    private readonly Hl7Delimiters? _delimiters;

    internal Hl7Component(string raw, Hl7Delimiters delimiters) => (_raw, _delimiters) = (raw, delimiters);

    public bool IsEmpty => string.IsNullOrEmpty(_raw);

    /// <summary>The first subcomponent, plain; null where it is empty.</summary>
    public string? Text => this[1];

    /// <summary>A subcomponent by its number, from 1; plain text, null where it is empty.</summary>
    public string? this[int subcomponent] =>
        Part.Of(_raw, (_delimiters ?? Hl7Delimiters.Standard).Subcomponent, subcomponent) is { Length: > 0 } part
            ? Hl7Text.Unescape(part, _delimiters ?? Hl7Delimiters.Standard)
            : null;
}
