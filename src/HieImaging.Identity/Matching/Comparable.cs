namespace HieImaging.Identity.Matching;

/// <summary>
/// A record normalised once, to be compared often: romanised names, parts of a date, plain addresses and numbers; placeholders are missing.
/// </summary>
internal sealed record Comparable
{
    public required ComparableName Family { get; init; }

    /// <summary>Further family names: a maiden name, an alias.</summary>
    public required IReadOnlyList<ComparableName> OtherFamilies { get; init; }

    public required ComparableName Given { get; init; }

    /// <summary>As <see cref="Matching.Generation"/> counts; 0 where none is said.</summary>
    public required int Generation { get; init; }

    public required ComparableDate BirthDate { get; init; }

    /// <summary>M or F, else missing.</summary>
    public required char? Sex { get; init; }

    public required ComparableAddress Address { get; init; }

    /// <summary>As <see cref="PhoneDigits"/>, in order.</summary>
    public required IReadOnlyList<string> Phones { get; init; }

    /// <summary>In the order of systems and keys.</summary>
    public required IReadOnlyList<ComparableIdentifier> Identifiers { get; init; }

    /// <summary>Whether the first given name is two that a hyphen makes one: Anne-Marie, whose twin may be Anne.</summary>
    public required bool CompoundGiven { get; init; }

    /// <summary>Whether a newborn was meant before it had a name.</summary>
    public required bool Unnamed { get; init; }

    public static Comparable Of(Demographics said)
    {
        var (familyWords, givenWords) = (FoldedText.Words(said.Family), said.Given.SelectMany(FoldedText.Words).ToList());
        var (family, ofFamily) = NameWords.Of(familyWords);
        var (given, ofGiven) = NameWords.Of(givenWords);
        if (Placeholders.IsNobody(family, given))
            (family, given) = ([], []);
        return new Comparable
        {
            Family = new ComparableName(family),
            OtherFamilies = [.. said.OtherFamilies.Select(FoldedText.Words).Select(words => NameWords.Of(words).Words).Where(words => words.Count > 0)
                .Select(words => new ComparableName(words)).Distinct().OrderBy(name => name.Joined, StringComparer.Ordinal)],
            Given = new ComparableName(given),
            Generation = Math.Max(Matching.Generation.Of(FoldedText.Words(said.Suffix)), Math.Max(ofFamily, ofGiven)),
            BirthDate = ComparableDate.Of(said.BirthDate),
            Sex = said.Gender?.Trim().ToUpperInvariant() switch { "M" or "MALE" => 'M', "F" or "FEMALE" => 'F', _ => null },
            Address = ComparableAddress.Of(said),
            Phones = [.. said.Phones.Select(PhoneDigits.Of).Where(phone => phone.Length > 0).Distinct().Order(StringComparer.Ordinal)],
            Identifiers = ComparableIdentifier.Of(said.Identifiers),
            CompoundGiven = given.Count > 1 && FoldedText.IsCompound(said.Given.FirstOrDefault(name => FoldedText.Words(name).Count > 0)),
            Unnamed = givenWords.Count > 0 && given.Count == 0,
        };
    }

    /// <summary>Few bytes, for the store.</summary>
    public byte[] ToBytes() => ComparableBytes.Write(this);

    public static Comparable FromBytes(ReadOnlySpan<byte> bytes) => ComparableBytes.Read(bytes);
}
