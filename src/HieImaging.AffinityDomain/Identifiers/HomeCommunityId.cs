namespace HieImaging.AffinityDomain.Identifiers;

/// <summary>XDS homeCommunityId: the community that this node is (TF-3 4.2.3.2.12).</summary>
public readonly record struct HomeCommunityId
{
    private readonly string? _text;

    private HomeCommunityId(string text) => _text = text;

    /// <summary>The bare dotted text; empty for the default value.</summary>
    public string Text => _text ?? "";

    /// <summary>Reads a bare UID or one with the prefix <c>urn:oid:</c>; at most 64 characters.</summary>
    public static bool TryParse(string? text, out HomeCommunityId uid)
    {
        var valid = Oid.TryParse(text, out var oid);
        uid = valid ? new HomeCommunityId(oid.Text) : default;
        return valid;
    }

    /// <exception cref="FormatException">The text is not a UID.</exception>
    public static HomeCommunityId Parse(string text) => TryParse(text, out var uid) ? uid : throw new FormatException("Not a UID.");

    /// <summary><c>urn:oid:</c> and the text, as FHIR writes it.</summary>
    public string Urn => "urn:oid:" + Text;

    public override string ToString() => Text;
}
