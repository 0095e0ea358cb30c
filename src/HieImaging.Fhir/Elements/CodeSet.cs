using System.Text.RegularExpressions;

namespace HieImaging.Fhir.Elements;

/// <summary>The codes of a value set that an element is bound to: a list with their systems, or a grammar.</summary>
internal sealed class CodeSet
{
    private readonly HashSet<string> _codes = new(StringComparer.Ordinal);
    private readonly HashSet<(string System, string Code)> _codings = [];
    private readonly Regex? _pattern;

    /// <param name="words">As the table has them: <c>@system code code @system code</c>, or one word with a tilde, the pattern.</param>
    internal CodeSet(IEnumerable<string> words)
    {
        var system = "";
        foreach (var word in words)
        {
            if (word[0] == '~')
                _pattern = new($@"\A({word[1..]})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            else if (word[0] == '@')
                system = word[1..];
            else
                Add(system, word);
        }
    }

    /// <param name="codings">Systems and their codes.</param>
    internal CodeSet(IEnumerable<(string System, string Code)> codings)
    {
        foreach (var (system, code) in codings)
            Add(system, code);
    }

    /// <summary>For an element of type code, whose system is understood.</summary>
    internal bool Contains(string code) => _codes.Contains(code) || _pattern?.IsMatch(code) == true;

    /// <summary>For a Coding: it must say the system.</summary>
    internal bool Contains(string? system, string? code) => system is not null && code is not null && _codings.Contains((system, code));

    private void Add(string system, string code)
    {
        _codes.Add(code);
        _codings.Add((system, code));
    }
}
