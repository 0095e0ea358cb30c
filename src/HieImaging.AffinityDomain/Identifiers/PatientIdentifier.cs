namespace HieImaging.AffinityDomain.Identifiers;

/// <summary>A patient's number and who gave it out; never one without the other. The value is as received, trimmed, 1 to 256 characters.</summary>
public readonly record struct PatientIdentifier
{
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

    /// <exception cref="FormatException">No authority, or the value is empty, longer than 256 characters or holds control characters.</exception>
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
            && TryCreate(oid, parts[0], out identifier);
    }

    /// <summary><c>id^^^&amp;OID&amp;ISO</c>.</summary>
    public string Cx => $"{Value}^^^&{Authority.Oid.Text}&ISO";

    /// <summary>Never the number: a patient's number does not belong in a log or an exception.</summary>
    public override string ToString() => "(patient identifier)";
}
