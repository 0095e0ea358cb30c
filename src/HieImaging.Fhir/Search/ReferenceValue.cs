using System.Text.RegularExpressions;

namespace HieImaging.Fhir.Search;

/// <summary>A reference: <c>id</c>, <c>Type/id</c> or an absolute URL (R4, 3.1.1.4.12).</summary>
/// <param name="Type">The resource type where it was said, in the value or as modifier; else null.</param>
/// <param name="Id">The logical id.</param>
/// <param name="Base">The server's base where the value was absolute (without a closing slash); else null.</param>
public sealed partial record ReferenceValue(string? Type, string Id, string? Base)
{
    public static SearchReading<ReferenceValue> Parse(string parameter, string value)
    {
        var text = SearchValues.Unescape(value);
        var match = Form().Match(text);
        return match.Success
            ? new SearchReading<ReferenceValue>.Accepted(new(Group(match, "type"), match.Groups["id"].Value, Group(match, "base")))
            : SearchValues.Refused<ReferenceValue>(parameter, "A reference is an id, Type/id or an absolute URL that ends so.");
    }

    private static string? Group(Match match, string name) => match.Groups[name] is { Success: true } group ? group.Value : null;

    [GeneratedRegex(@"^(?:(?:(?<base>https?://[^\s?#]{1,512})/)?(?<type>[A-Z][A-Za-z]{1,63})/)?(?<id>[A-Za-z0-9\-.]{1,64})$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
