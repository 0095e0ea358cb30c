namespace HieImaging.Identity.Matching;

/// <summary>Where somebody lives, as it is compared.</summary>
/// <param name="Street">Letters of the line in pairs, sorted: words that were joined, split or exchanged have the same pairs.</param>
/// <param name="Numbers">House, unit and box numbers, in order.</param>
internal sealed record ComparableAddress(string Street, string Numbers, string City, string State, string PostalCode)
{
    public static readonly ComparableAddress Missing = new("", "", "", "", "");

    /// <summary>Pairs of neighbouring letters of <see cref="Street"/>, sorted.</summary>
    public ushort[] Pairs { get; } = LetterPairs.Of(Street);

    public ushort[] CityPairs { get; } = LetterPairs.Of(City);

    public static ComparableAddress Of(Demographics said)
    {
        var words = AddressWords.Plain(FoldedText.Words(said.Line));
        return new ComparableAddress(
            string.Concat(words.Where(word => !char.IsAsciiDigit(word[0])).Order(StringComparer.Ordinal)),
            string.Join(' ', words.Where(word => char.IsAsciiDigit(word[0]))),
            AddressWords.City(FoldedText.Words(said.City)),
            AddressWords.State(FoldedText.Words(said.State)),
            AddressWords.PostalCode(FoldedText.Words(said.PostalCode)));
    }

    public bool Equals(ComparableAddress? other) =>
        other is not null && (Street, Numbers, City, State, PostalCode) == (other.Street, other.Numbers, other.City, other.State, other.PostalCode);

    public override int GetHashCode() => HashCode.Combine(Street, Numbers, City, State, PostalCode);
}
