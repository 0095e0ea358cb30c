using System.Text.Json;
using HieImaging.DocumentStore;
using static HieImaging.Fhir.Json.JsonMembers;

namespace HieImaging.RecordLocator.Studies;

/// <summary>
/// The words of an ImagingStudy that it is searched by, beside the columns: for a code <c>parameter:code</c> and
/// <c>parameter=system|code</c>, for what is read by people <c>parameter~WORDS</c>. Taken out of the resource itself, so that a search
/// finds what the resource says.
/// </summary>
public static class StudyTerms
{
    /// <summary>Longer words are cut: an index holds no essays.</summary>
    private const int Longest = 256;

    public static string[] In(ReadOnlyMemory<byte> imagingStudy)
    {
        using var document = JsonDocument.Parse(imagingStudy);
        var study = document.RootElement;
        var terms = new HashSet<string>(StringComparer.Ordinal);
        foreach (var order in Items(study, "basedOn"))
            AddIdentifier(terms, "basedon", order);
        foreach (var reason in Items(study, "reasonCode"))
            AddConcept(terms, "reason", reason);
        if (study.TryGetProperty("referrer", out var referrer))
            AddReference(terms, "referrer", referrer);
        foreach (var interpreter in Items(study, "interpreter"))
            AddReference(terms, "interpreter", interpreter);
        foreach (var series in Items(study, "series"))
        {
            if (series.TryGetProperty("bodySite", out var site))
                AddCoding(terms, "bodysite", site);
            AddClasses(terms, series);
        }
        return [.. terms.Order(StringComparer.Ordinal)];
    }

    /// <summary>By code: any system (null), none (empty), that one; an empty code is any of the system.</summary>
    public static SqlFragment Coded(string parameter, string? system, string code) => (system, code) switch
    {
        (null, _) => Has($"{parameter}:{code}"),
        (_, "") => $"exists (select from unnest(study.terms) term where starts_with(term, {parameter + "=" + system + "|"}))",
        _ => Has($"{parameter}={system}|{code}"),
    };

    /// <summary>By words, in any case: as a whole, anywhere, or from the beginning of one of them.</summary>
    /// <param name="modifier"><c>exact</c>, <c>contains</c>, or none.</param>
    public static SqlFragment Worded(string parameter, string words, string? modifier)
    {
        var folded = Folded(words);
        return modifier switch
        {
            "exact" => Has($"{parameter}~{folded}"),
            "contains" => $"""
                exists (select from unnest(study.terms) term
                        where starts_with(term, {parameter + "~"}) and strpos(term, {folded}) > {parameter.Length})
                """,
            _ => $"""
                exists (select from unnest(study.terms) term where starts_with(term, {parameter + "~" + folded})
                        or (starts_with(term, {parameter + "~"}) and strpos(term, {" " + folded}) > 0))
                """,
        };
    }

    /// <summary>The resource says anything of it.</summary>
    public static SqlFragment Any(string parameter) => $"""
        exists (select from unnest(study.terms) term
                where starts_with(term, {parameter + ":"}) or starts_with(term, {parameter + "="}) or starts_with(term, {parameter + "~"}))
        """;

    /// <summary>A UID as DICOM writes it, whether it came as a URN or bare.</summary>
    public static string Uid(string text) =>
        text.StartsWith("urn:oid:", StringComparison.Ordinal) ? text["urn:oid:".Length..] : text;

    /// <summary>As words are compared: upper case, one blank between two.</summary>
    public static string Folded(string words)
    {
        var folded = string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
        return folded.Length <= Longest ? folded : folded[..Longest];
    }

    private static SqlFragment Has(string term) => $"study.terms @> {new[] { term }}";

    // The hundreds of a series are mostly of one class.
    private static void AddClasses(HashSet<string> terms, JsonElement series)
    {
        string? last = null;
        foreach (var instance in Items(series, "instance"))
            if (instance.TryGetProperty("sopClass", out var sopClass) && sopClass.TryGetProperty("code", out var code)
                && code.ValueKind == JsonValueKind.String && !(last is not null && code.ValueEquals(last)))
                terms.Add("dicom-class:" + Uid(last = code.GetString()!));
    }

    private static void AddReference(HashSet<string> terms, string parameter, JsonElement reference)
    {
        AddIdentifier(terms, parameter, reference);
        AddWords(terms, parameter, Text(reference, "display"));
    }

    private static void AddIdentifier(HashSet<string> terms, string parameter, JsonElement reference)
    {
        if (reference.TryGetProperty("identifier", out var identifier) && Text(identifier, "value") is { } value)
            AddCode(terms, parameter, Text(identifier, "system"), value);
    }

    private static void AddConcept(HashSet<string> terms, string parameter, JsonElement concept)
    {
        foreach (var coding in Items(concept, "coding"))
            AddCoding(terms, parameter, coding);
        AddWords(terms, parameter, Text(concept, "text"));
    }

    private static void AddCoding(HashSet<string> terms, string parameter, JsonElement coding)
    {
        if (Text(coding, "code") is { } code)
            AddCode(terms, parameter, Text(coding, "system"), code);
        AddWords(terms, parameter, Text(coding, "display"));
    }

    private static void AddCode(HashSet<string> terms, string parameter, string? system, string code)
    {
        terms.Add($"{parameter}:{code}");
        terms.Add($"{parameter}={system}|{code}");
    }

    private static void AddWords(HashSet<string> terms, string parameter, string? words)
    {
        if (words is not null && Folded(words) is { Length: > 0 } folded)
            terms.Add($"{parameter}~{folded}");
    }
}
