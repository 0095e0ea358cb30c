namespace HieImaging.AffinityDomain.Identifiers;

/// <summary>XDS repositoryUniqueId: the repository where a document is (TF-3 4.2.3.2.18).</summary>
public readonly record struct RepositoryUniqueId
{
    private readonly string? _text;

    private RepositoryUniqueId(string text) => _text = text;

    /// <summary>The bare dotted text; empty for the default value.</summary>
    public string Text => _text ?? "";

    /// <summary>Reads a bare UID or one with the prefix <c>urn:oid:</c>; at most 64 characters.</summary>
    public static bool TryParse(string? text, out RepositoryUniqueId uid)
    {
        var valid = Oid.TryParse(text, out var oid);
        uid = valid ? new RepositoryUniqueId(oid.Text) : default;
        return valid;
    }

    /// <exception cref="FormatException">The text is not a UID.</exception>
    public static RepositoryUniqueId Parse(string text) => TryParse(text, out var uid) ? uid : throw new FormatException("Not a UID.");

    /// <summary><c>urn:oid:</c> and the text, as FHIR writes it.</summary>
    public string Urn => "urn:oid:" + Text;

    public override string ToString() => Text;
}
