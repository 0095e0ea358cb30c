namespace HieImaging.Identity.Matching;

/// <summary>Where somebody lives, as it is compared. What few comparisons ask for is made when one does.</summary>
/// <param name="Street">The parts of the line in the order of the alphabet, divided by commas, without numbers.</param>
/// <param name="Numbers">House, unit and box numbers, in order.</param>
internal sealed record ComparableAddress(string Street, string Numbers, string City, string State, string PostalCode)
{
    private const int Beginning = 4;

    public static readonly ComparableAddress Missing = new("", "", "", "", "");

    /// <summary>Pairs of neighbouring letters of <see cref="Street"/>, sorted: words that were joined, split or exchanged have nearly the same.</summary>
    public ushort[] Pairs => field ??= LetterPairs.Of(Letters(Street));

    /// <summary>The same for each part of the line.</summary>
    public ushort[][] Parts => field ??= Street.Contains(',', StringComparison.Ordinal)
        ? [.. Street.Split(',').Select(part => LetterPairs.Of(Letters(part)))]
        : [];

    /// <summary>How the two longest words of the street begin: by these it is found.</summary>
    public IReadOnlyList<string> StreetWords =>
        [.. Street.Split(' ', ',').Where(word => word.Length >= Beginning).OrderByDescending(word => word.Length)
            .ThenBy(word => word, StringComparer.Ordinal).Take(2).Select(word => word[..Beginning]).Distinct(StringComparer.Ordinal)];

    public ushort[] CityPairs => field ??= LetterPairs.Of(City);

    public static ComparableAddress Of(Demographics said)
    {
        var parts = (said.Line ?? "").Split(',', ';', '\n').Select(part => AddressWords.Plain(FoldedText.Words(part))).ToList();
        return new ComparableAddress(
            string.Join(',', parts.Select(words => string.Join(' ', words.Where(word => !char.IsAsciiDigit(word[0])))).Where(part => part.Length > 0)
                .Order(StringComparer.Ordinal)),
            string.Join(' ', parts.SelectMany(words => words).Where(word => char.IsAsciiDigit(word[0]))),
            AddressWords.City(FoldedText.Words(said.City)),
            AddressWords.State(FoldedText.Words(said.State)),
            AddressWords.PostalCode(FoldedText.Words(said.PostalCode)));
    }

    private static string Letters(string words) =>
        words.Replace(" ", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);

    public bool Equals(ComparableAddress? other) =>
        other is not null && (Street, Numbers, City, State, PostalCode) == (other.Street, other.Numbers, other.City, other.State, other.PostalCode);

    public override int GetHashCode() => HashCode.Combine(Street, Numbers, City, State, PostalCode);
}
