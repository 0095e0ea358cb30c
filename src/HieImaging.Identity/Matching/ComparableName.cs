using System.Text;

namespace HieImaging.Identity.Matching;

/// <summary>A given or family name as it is compared: its words, romanised, and the same without blanks. How it is spelled plainly is made when
/// it is asked for: most candidates have an equal name, or none worth a look.</summary>
internal sealed record ComparableName
{
    public static readonly ComparableName Missing = new([]);

    public ComparableName(IReadOnlyList<string> words)
    {
        Words = [.. words];
        Joined = Words.Length == 1 ? Words[0] : string.Concat(Words);
        Roman = Ascii.IsValid(Joined);
    }

    public string[] Words { get; }

    public string Joined { get; }

    /// <summary>The spelling that transliterations of one name have in common.</summary>
    public string Spelling => field ??= PlainSpelling.Of(Joined);

    /// <summary>Whether it could be written in Latin letters.</summary>
    public bool Roman { get; }

    public bool IsMissing => Joined.Length == 0;

    public bool Equals(ComparableName? other) => other is not null && Words.AsSpan().SequenceEqual(other.Words);

    public override int GetHashCode() => Joined.GetHashCode(StringComparison.Ordinal);
}
