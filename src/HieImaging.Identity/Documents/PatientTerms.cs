using System.Text.Json;
using HieImaging.DocumentStore;
using HieImaging.Fhir.Validation;
using HieImaging.Identity.Matching;
using static HieImaging.Fhir.Json.JsonMembers;

namespace HieImaging.Identity.Documents;

/// <summary>
/// The words of a source's Patient that it is searched by (ITI-78, ITI-21), folded as names are for matching: for a word
/// <c>parameter=WORD</c>, for its beginning <c>parameter&lt;WOR</c>, for a name's sound <c>parameter~VRT</c>. An index over the terms
/// answers a whole word, a beginning of three letters and a sound; what asks for less goes through every row that the rest leaves.
/// </summary>
internal static class PatientTerms
{
    /// <summary>What an index holds of a word's beginning.</summary>
    private const int Beginning = 3;

    /// <summary>Longer words are cut: an index holds no essays.</summary>
    private const int Longest = 128;

    /// <summary>R4's own extension, a string.</summary>
    public const string MothersMaidenName = "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName";

    /// <summary>The mother's number (PID-21), an Identifier: R4 has no place for it in Patient.</summary>
    public const string MothersIdentifier = ProfileTables.House + "StructureDefinition/patient-mothers-identifier";

    private static readonly (string Element, string Parameter)[] AddressParts =
        [("city", "city"), ("state", "state"), ("postalCode", "postal"), ("country", "country")];

    public static string[] In(JsonElement patient)
    {
        var terms = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in Items(patient, "name"))
        {
            AddName(terms, "family", Text(name, "family"));
            foreach (var given in Items(name, "given"))
                AddName(terms, "given", given.ValueKind == JsonValueKind.String ? given.GetString() : null);
        }
        foreach (var extension in Items(patient, "extension"))
            if (Text(extension, "url") == MothersMaidenName)
                AddName(terms, "maiden", Text(extension, "valueString"));
            else if (Text(extension, "url") == MothersIdentifier && extension.TryGetProperty("valueIdentifier", out var number))
                terms.Add($"mother={Text(number, "system")}|{Text(number, "value")}");
        foreach (var address in Items(patient, "address"))
            AddAddress(terms, address);
        foreach (var telecom in Items(patient, "telecom"))
            if (Telecom(Text(telecom, "value")) is { } value)
            {
                terms.Add("telecom=" + value);
                terms.Add($"telecom={Text(telecom, "system")}|{value}");
            }
        return [.. terms.Order(StringComparer.Ordinal)];
    }

    /// <summary>How a telephone number or address of any kind is compared: a number by its digits, anything else in lower case.</summary>
    public static string? Telecom(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        var digits = string.Concat(value.Where(char.IsAsciiDigit));
        return Cut(digits.Length > 0 && !value.Any(char.IsLetter) ? digits : value.Trim().ToLowerInvariant());
    }

    /// <summary>The words begin with the text, folded; <paramref name="modifier"/> <c>exact</c>: are it; <c>contains</c>: have it
    /// somewhere. Over alias <c>source</c>.</summary>
    public static SqlFragment Worded(string parameter, string text, string? modifier)
    {
        if (Whole(text) is not { } folded)
            return SqlFragment.Raw("false");
        var word = $"{parameter}={Cut(folded)}";
        return modifier switch
        {
            "exact" => Has(word),
            "contains" => $"""
                exists (select from unnest(source.terms) term
                        where starts_with(term, {parameter + "="}) and strpos(term, {folded}) > {parameter.Length + 1})
                """,
            _ when folded.Length < Beginning => Begins(word),
            _ when folded.Length == Beginning => Has($"{parameter}<{folded}"),
            _ => $"({Has($"{parameter}<{folded[..Beginning]}")} and {Begins(word)})",
        };
    }

    /// <summary>A word of the parameter sounds like the text. Over alias <c>source</c>.</summary>
    public static SqlFragment Sounding(string parameter, string text) =>
        Whole(text) is { } word ? Has($"{parameter}~{SoundOf(word)}") : SqlFragment.Raw("false");

    /// <summary>The word as it is written, <c>*</c> in it standing for anything (HL7 v2). Over alias <c>source</c>.</summary>
    public static SqlFragment Pattern(string parameter, string text)
    {
        if (!text.Contains('*'))
            return Worded(parameter, text, "exact");
        List<string> pieces = [.. text.Split('*').Select(piece => Whole(piece) ?? "")];
        if (pieces.TrueForAll(piece => piece.Length == 0))
            return SqlFragment.Raw("false");
        // letters and digits alone: nothing of a piece is a sign of LIKE
        var pattern = parameter + "=" + string.Join('%', pieces);
        SqlFragment like = $"exists (select from unnest(source.terms) term where term like {pattern})";
        return pieces[0].Length >= Beginning ? $"({Has($"{parameter}<{pieces[0][..Beginning]}")} and {like})" : like;
    }

    /// <summary>A name, or another one that people of it are called by. Over alias <c>source</c>.</summary>
    public static SqlFragment Called(string parameter, string text) => Whole(text) is { } word
        ? HasAnyOf([.. GivenVariants.Of(word).Append(word).Distinct(StringComparer.Ordinal).Select(name => $"{parameter}={name}")])
        : SqlFragment.Raw("false");

    /// <summary>One of the terms. Over alias <c>source</c>.</summary>
    public static SqlFragment HasAnyOf(string[] terms) => $"source.terms && {terms}";

    /// <summary>The term as it stands. Over alias <c>source</c>.</summary>
    public static SqlFragment Has(string term) => $"source.terms @> {new[] { term }}";

    private static SqlFragment Begins(string word) => $"exists (select from unnest(source.terms) term where starts_with(term, {word}))";

    // A double surname is found by each half, too; a name that is no name (unknown, baby) is not said.
    private static void AddName(HashSet<string> terms, string parameter, string? name)
    {
        if (FoldedText.Name(name) is null || Whole(name) is not { } whole)
            return;
        foreach (var word in FoldedText.Words(name).Append(whole).Distinct())
        {
            Add(terms, parameter, word);
            terms.Add($"{parameter}~{SoundOf(word)}");
        }
    }

    private static void AddAddress(HashSet<string> terms, JsonElement address)
    {
        foreach (var (element, parameter) in AddressParts)
            if (Text(address, element) is { } said && Whole(said) is { } whole)
            {
                Add(terms, parameter, whole);
                AddWords(terms, said, whole);
            }
        foreach (var line in Items(address, "line").Select(line => line.GetString()).Append(Text(address, "district")).Append(Text(address, "text")))
            if (Whole(line) is { } whole)
                AddWords(terms, line, whole);
    }

    private static void AddWords(HashSet<string> terms, string? said, string whole)
    {
        foreach (var word in FoldedText.Words(said).Append(whole))
            Add(terms, "address", word);
    }

    private static void Add(HashSet<string> terms, string parameter, string word)
    {
        terms.Add($"{parameter}={Cut(word)}");
        if (word.Length >= Beginning)
            terms.Add($"{parameter}<{word[..Beginning]}");
    }

    // As one word, so that it is found however it is divided.
    private static string? Whole(string? text) => string.Concat(FoldedText.Words(text)) is { Length: > 0 } whole ? whole : null;

    private static string SoundOf(string word) => Cut(SoundKey.Of(PlainSpelling.Of(word)));

    private static string Cut(string word) => word.Length > Longest ? word[..Longest] : word;
}
