namespace HieImaging.AffinityDomain.Identifiers;

/// <summary>Study Instance UID (0020,000D).</summary>
public readonly record struct StudyInstanceUid
{
    private readonly string? _text;

    private StudyInstanceUid(string text) => _text = text;

    /// <summary>The bare dotted text; empty for the default value.</summary>
    public string Text => _text ?? "";

    /// <summary>Reads a bare UID or one with the prefix <c>urn:oid:</c>; at most 64 characters.</summary>
    public static bool TryParse(string? text, out StudyInstanceUid uid)
    {
        var valid = Oid.TryParseUid(text, out var bare);
        uid = valid ? new StudyInstanceUid(bare) : default;
        return valid;
    }

    /// <exception cref="FormatException">The text is not a UID.</exception>
    public static StudyInstanceUid Parse(string text) => TryParse(text, out var uid) ? uid : throw new FormatException("Not a UID.");

    /// <summary><c>urn:oid:</c> and the text, as FHIR writes it.</summary>
    public string Urn => "urn:oid:" + Text;

    public override string ToString() => Text;
}
