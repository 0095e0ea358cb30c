using System.Text.RegularExpressions;

namespace HieImaging.Fhir.Search;

/// <summary>The left side of a search parameter: <c>name</c>, <c>name:modifier</c>, <c>name.chain</c>, <c>name:Type.chain</c>.</summary>
internal sealed partial record SearchName(string Name, string? Modifier, string? Chain)
{
    internal static SearchName? TryParse(string text)
    {
        var match = Form().Match(text);
        return match.Success ? new(match.Groups["name"].Value, Group(match, "modifier"), Group(match, "chain")) : null;
    }

    private static string? Group(Match match, string name) => match.Groups[name] is { Success: true } group ? group.Value : null;

    [GeneratedRegex(
        @"^(?<name>[_$A-Za-z][A-Za-z0-9_-]{0,63})(:(?<modifier>[A-Za-z][A-Za-z0-9_:-]{0,127}))?(\.(?<chain>[A-Za-z0-9_:.-]{1,128}))?$",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
