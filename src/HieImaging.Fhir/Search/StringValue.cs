namespace HieImaging.Fhir.Search;

/// <summary>A string to look for; how it must match is the term's modifier: none (starts with, case and accents ignored), <c>exact</c>,
/// <c>contains</c> (R4, 3.1.1.4.8).</summary>
public sealed record StringValue(string Text)
{
    public static SearchReading<StringValue> Parse(string parameter, string value) =>
        SearchValues.Unescape(value) is { Length: > 0 } text && text.Trim().Length > 0
            ? new SearchReading<StringValue>.Accepted(new(text))
            : SearchValues.Refused<StringValue>(parameter, "A string to look for is not blank.");
}
