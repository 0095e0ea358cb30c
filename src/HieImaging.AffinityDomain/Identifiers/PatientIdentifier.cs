using System.Text;

namespace HieImaging.AffinityDomain.Identifiers;

/// <summary>A patient's number and who gave it out; never one without the other.
/// The value is as received, trimmed, 1 to 256 characters.</summary>
public readonly record struct PatientIdentifier
{
    private const string Separators = "|^&~\\", Names = "FSTRE";

    private readonly string? _value;

    private PatientIdentifier(AssigningAuthority authority, string value)
    {
        Authority = authority;
        _value = value;
    }

    public AssigningAuthority Authority { get; }

    public string Value => _value ?? "";

    public static bool TryCreate(AssigningAuthority authority, string? value, out PatientIdentifier identifier)
    {
        value = value?.Trim();
        var valid = authority.Oid.Text.Length > 0 && value is { Length: > 0 and <= 256 } && !value.Any(char.IsControl);
        identifier = valid ? new PatientIdentifier(authority, value!) : default;
        return valid;
    }

    /// <exception cref="FormatException">No authority, or the value is empty,
    /// longer than 256 characters or holds control characters.</exception>
    public static PatientIdentifier Create(AssigningAuthority authority, string value) =>
        TryCreate(authority, value, out var identifier) ? identifier : throw new FormatException("Not a patient identifier.");

    /// <summary>Reads a CX: <c>id^^^&amp;OID&amp;ISO</c> (TF-3 table 4.2.3.1.7-2). A CX without an OID authority is refused.</summary>
    public static bool TryParseCx(string? text, out PatientIdentifier identifier)
    {
        identifier = default;
        var parts = text?.Split('^');
        if (parts is null || parts.Length < 4)
            return false;
        var authority = parts[3].Split('&');
        return authority.Length == 3 && authority[2] == "ISO"
            && AssigningAuthority.TryParse(authority[1], out var oid)
            && !authority[1].StartsWith("urn:", StringComparison.Ordinal)
            && TryCreate(oid, Unescaped(parts[0]), out identifier);
    }

    /// <summary><c>id^^^&amp;OID&amp;ISO</c>; what separates in HL7 v2 is escaped (2.7.1),
    /// so that no number reads as another one's authority.</summary>
    public string Cx => $"{Escaped(Value)}^^^&{Authority.Oid.Text}&ISO";

    private static string Escaped(string value) => string.Concat(value.Select(c =>
        Separators.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at
            ? $"\\{Names[at]}\\"
            : c.ToString()));

    private static string Unescaped(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '\\' && i + 2 < text.Length && text[i + 2] == '\\'
                && Names.IndexOf(text[i + 1], StringComparison.Ordinal) is >= 0 and var at)
                (_, i) = (plain.Append(Separators[at]), i + 2);
            else
                plain.Append(text[i]);
        return plain.ToString();
    }

    /// <summary>Never the number: a patient's number does not belong in a log or an exception.</summary>
    public override string ToString() => "(patient identifier)";
}
