namespace HieImaging.AffinityDomain.Identifiers;

/// <summary>The short name by which the affinity-domain file knows a participant: <c>[a-z0-9][a-z0-9-]{0,39}</c>;
/// part of addresses.</summary>
public readonly record struct ParticipantId
{
    private readonly string? _text;

    private ParticipantId(string text) => _text = text;

    /// <summary>The name; empty for the default value.</summary>
    public string Text => _text ?? "";

    public static bool TryParse(string? text, out ParticipantId id)
    {
        var valid = text is { Length: > 0 and <= 40 } && char.IsAsciiLetterOrDigit(text[0])
            && text.All(c => c is '-' || char.IsAsciiDigit(c) || char.IsAsciiLetterLower(c));
        id = valid ? new ParticipantId(text!) : default;
        return valid;
    }

    /// <exception cref="FormatException">The text is not a participant's name.</exception>
    public static ParticipantId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a participant id.");

    public override string ToString() => Text;
}
