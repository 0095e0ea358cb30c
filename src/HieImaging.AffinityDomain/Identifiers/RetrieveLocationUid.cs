namespace HieImaging.AffinityDomain.Identifiers;

/// <summary>Retrieve Location UID (0040,E011): the place where images are, never the repository of a document.</summary>
public readonly record struct RetrieveLocationUid
{
    private readonly string? _text;

    private RetrieveLocationUid(string text) => _text = text;

    /// <summary>The bare dotted text; empty for the default value.</summary>
    public string Text => _text ?? "";

    /// <summary>Reads a bare UID or one with the prefix <c>urn:oid:</c>; at most 64 characters.</summary>
    public static bool TryParse(string? text, out RetrieveLocationUid uid)
    {
        var valid = Oid.TryParse(text, out var oid);
        uid = valid ? new RetrieveLocationUid(oid.Text) : default;
        return valid;
    }

    /// <exception cref="FormatException">The text is not a UID.</exception>
    public static RetrieveLocationUid Parse(string text) => TryParse(text, out var uid) ? uid : throw new FormatException("Not a UID.");

    /// <summary><c>urn:oid:</c> and the text, as FHIR writes it.</summary>
    public string Urn => "urn:oid:" + Text;

    public override string ToString() => Text;
}
