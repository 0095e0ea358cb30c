namespace HieImaging.Hl7v2.Messages;

/// <summary>A segment: three signs and its fields by their number in the standard, from 1.</summary>
public sealed class Hl7Segment
{
    private readonly Hl7Delimiters _delimiters;
    private string[]? _fields;

    internal Hl7Segment(string raw, Hl7Delimiters delimiters)
    {
        (Raw, _delimiters) = (raw, delimiters);
        Name = raw[..3];
    }

    public string Name { get; }

    /// <summary>As written.</summary>
    public string Raw { get; }

    /// <summary>How many fields are written.</summary>
    public int Count => Fields.Length - 1 + (IsHeader ? 1 : 0);

    private bool IsHeader => Name == "MSH";

    private string[] Fields => _fields ??= Raw.Split(_delimiters.Field);

    /// <summary>An empty field where there are fewer.</summary>
    /// <param name="number">As the standard counts them: MSH-1 is the separator itself.</param>
    public Hl7Field this[int number]
    {
        get
        {
            var at = IsHeader ? number - 1 : number;
            return at == 0 ? new Hl7Field(_delimiters.Field.ToString(), _delimiters)
                : at < Fields.Length ? new Hl7Field(Fields[at], _delimiters)
                : default;
        }
    }

    /// <summary>A segment of our own, with the standard's delimiters; plain text is escaped.</summary>
    /// <param name="name">Not MSH: <see cref="Header"/>.</param>
    /// <param name="fields">From field 1 on; empty ones at the end are left out.</param>
    public static Hl7Segment Of(string name, params IEnumerable<Hl7Field> fields) =>
        new(string.Join('|', fields.Select(field => field.Standardised().Raw).Prepend(name)).TrimEnd('|'), Hl7Delimiters.Standard);

    /// <summary>An MSH of our own.</summary>
    /// <param name="fields">From MSH-3 on.</param>
    public static Hl7Segment Header(params IEnumerable<Hl7Field> fields) =>
        new(@"MSH|^~\&|" + string.Join('|', fields.Select(field => field.Standardised().Raw)).TrimEnd('|'), Hl7Delimiters.Standard);

    /// <summary>The same content with the standard's delimiters.</summary>
    public Hl7Segment Standardised()
    {
        if (_delimiters == Hl7Delimiters.Standard)
            return this;
        var fields = Enumerable.Range(IsHeader ? 3 : 1, Math.Max(0, Count - (IsHeader ? 2 : 0))).Select(number => this[number]);
        return IsHeader ? Header(fields) : Of(Name, fields);
    }

    /// <summary>Its name alone: what it says may be about a patient.</summary>
    public override string ToString() => Name;
}
