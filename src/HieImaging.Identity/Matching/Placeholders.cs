using System.Collections.Frozen;

namespace HieImaging.Identity.Matching;

/// <summary>What registration desks write where they know no name: it is missing, and two that have it in common have nothing in common.</summary>
internal static class Placeholders
{
    private static readonly FrozenSet<string> Words = new[]
    {
        "UNKNOWN", "UNKNOWM", "UNK", "UNBEKANNT", "INCONNU", "INCONNUE", "DESCONOCIDO", "DESCONOCIDA", "SCONOSCIUTO", "ONBEKEND", "NEIZVESTNO",
        "NEIZVESTNYI", "ANONYMOUS", "ANONYM", "ANON", "ANONYMIZED", "ANONYMISED", "DEIDENTIFIED", "NONAME", "NONE", "NULL", "NIL", "NA", "NN", "NFN",
        "NLN", "FNU", "LNU", "NMN", "NMI", "TEST", "TESTPATIENT", "ZZTEST", "PATIENT", "DUMMY", "BABY", "BABYBOY", "BABYGIRL", "BB", "BG", "BBOY",
        "BGIRL", "NEWBORN", "NEWBORNBOY", "NEWBORNGIRL", "INFANT", "INFANTBOY", "INFANTGIRL", "NEONATE", "NEUGEBORENES", "SAEUGLING", "SAUGLING",
        "BEBE", "RECIENNACIDO", "XXX", "XXXX", "XXXXX", "XX", "TRAUMA", "UNIDENTIFIED", "REFUSED", "DECEASED", "FETUS", "STILLBORN", "TBA", "TBD",
    }.ToFrozenSet(StringComparer.Ordinal);

    // Of a name that is a placeholder these belong to it: Baby Boy 2, Newborn Female A, Twin B.
    private static readonly FrozenSet<string> Beside = new[]
    {
        "BOY", "GIRL", "MALE", "FEMALE", "M", "F", "A", "B", "C", "OF", "ONE", "TWO", "I", "II", "TWIN", "TRIPLET", "CHILD", "SON", "DAUGHTER", "NAME",
        "MOTHER", "NOT", "KNOWN", "GIVEN", "NO", "UNNAMED",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> DoeGiven = new[] { "JOHN", "JANE", "JON", "JOHNNY", "BABY", "J" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Told = new[]
    {
        "BOY", "GIRL", "TWIN", "TRIPLET", "UNNAMED", "MALE", "FEMALE", "CHILD",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the words of one name are no name.</summary>
    public static bool IsName(IReadOnlyList<string> words) =>
        words.Count > 0 && words.All(word => Words.Contains(word) || Beside.Contains(word) || word.All(char.IsAsciiDigit) || Repeats(word))
        && (words.Any(word => Words.Contains(word) || Told.Contains(word) || Repeats(word)) || words.All(word => word.All(char.IsAsciiDigit)))
        || Words.Contains(string.Concat(words))
        || words.Count > 1 && (words.Any(word => word is "BABY" or "BABYBOY" or "BABYGIRL" or "NEWBORN" or "INFANT")
            || string.Concat(words).EndsWith("BABY", StringComparison.Ordinal));

    /// <summary>John Doe, Jane Roe, Max Mustermann: names of nobody.</summary>
    public static bool IsNobody(IReadOnlyList<string> family, IReadOnlyList<string> given) =>
        (string.Concat(family), given.Count == 0 ? "" : given[0]) switch
        {
            ("DOE" or "ROE", var first) => first.Length == 0 || DoeGiven.Contains(first),
            ("MUSTERMANN" or "MUSTERFRAU", "MAX" or "ERIKA" or "") => true,
            ("TEST" or "TESTER" or "ZZTEST", _) => true,
            _ => false,
        };

    // AAAA, ZZZ
    private static bool Repeats(string word) => word.Length > 2 && word.AsSpan().TrimStart(word[0]).IsEmpty;
}
