namespace HieImaging.AffinityDomain.Identifiers;

/// <summary>An ISO object identifier: dotted decimal, root 0 to 2, no leading zeros,
/// at most 64 characters (PS3.5 9.1, TF-3 4.2.3.1.7).</summary>
public readonly record struct Oid
{
    private readonly string? _text;

    private Oid(string text) => _text = text;

    /// <summary>The dotted text; empty for the default value.</summary>
    public string Text => _text ?? "";

    /// <summary>Reads a bare OID or one with the prefix <c>urn:oid:</c>.</summary>
    public static bool TryParse(string? text, out Oid oid)
    {
        if (text is not null && text.StartsWith("urn:oid:", StringComparison.Ordinal))
            text = text[8..];
        var valid = IsOid(text);
        oid = valid ? new Oid(text!) : default;
        return valid;
    }

    /// <exception cref="FormatException">The text is not an OID.</exception>
    public static Oid Parse(string text) => TryParse(text, out var oid) ? oid : throw new FormatException("Not an OID.");

    /// <summary><c>urn:oid:</c> and the text, as FHIR and ebRIM write it.</summary>
    public string Urn => "urn:oid:" + Text;

    public override string ToString() => Text;

    /// <summary>
    /// Reads what archives take for a UID: dotted numbers of at most 64 characters. Vendors really write roots beyond 2 and leading zeros
    /// (against PS3.5 9.1); such an object is still somebody's study, and its UID is its only name.
    /// </summary>
    internal static bool TryParseUid(string? text, out string uid)
    {
        uid = text is not null && text.StartsWith("urn:oid:", StringComparison.Ordinal) ? text[8..] : text ?? "";
        var valid = uid.Length is > 0 and <= 64 && IsDotted(uid);
        if (!valid)
            uid = "";
        return valid;
    }

    // Numbers and points between them, at least one; a key object holds hundreds, so nothing is cut out to look at it.
    private static bool IsDotted(string text)
    {
        var (arc, points) = (0, 0);                        // length of the arc so far
        foreach (var one in text)
        {
            if (one != '.')
            {
                if (!char.IsAsciiDigit(one))
                    return false;
                arc++;
                continue;
            }
            if (arc == 0)
                return false;
            (arc, points) = (0, points + 1);
        }
        return arc > 0 && points > 0;
    }

    internal static bool IsOid(string? text)
    {
        if (text is null || text.Length is 0 or > 64 || text[0] is < '0' or > '2')
            return false;
        var arc = 0;                                       // length of the arc so far
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '.')
            {
                if (arc == 0)
                    return false;
                arc = 0;
                continue;
            }
            if (!char.IsAsciiDigit(text[i]) || (arc == 1 && text[i - 1] == '0'))
                return false;
            arc++;
        }
        return arc > 0 && text.Contains('.', StringComparison.Ordinal) && text[1] == '.';
    }
}
