using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace HieImaging.Fhir.FhirPath;

/// <summary>Regular expressions that cannot be made to hang: they run without backtracking, in time that grows with the text, and no longer
/// than a quarter of a second.</summary>
internal static class PathRegex
{
    private const int LongestPattern = 1000;
    private const int MostKept = 256;

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);
    private static readonly ConcurrentDictionary<string, Regex?> Kept = new(StringComparer.Ordinal);

    /// <summary>Whether some of the text matches; null after a fault.</summary>
    internal static bool? Matches(PathScope scope, string text, string pattern) =>
        Run(scope, text, pattern, regex => regex.IsMatch(text), out var matches) ? matches : null;

    /// <summary>The text with each match replaced; null after a fault.</summary>
    internal static string? Replace(PathScope scope, string text, string pattern, string other) =>
        Run(scope, text, pattern, regex => regex.Replace(text, other), out var replaced) ? replaced : null;

    private static bool Run<T>(PathScope scope, string text, string pattern, Func<Regex, T> work, out T? result)
    {
        result = default;
        if (!scope.Spend(1 + (text.Length / 8)))
            return false;
        if (Find(pattern) is not { } regex)
        {
            scope.Fail("The regular expression is none that can be run.");
            return false;
        }
        try
        {
            result = work(regex);
            return true;
        }
        catch (RegexMatchTimeoutException)
        {
            scope.Fail("The regular expression takes too long.");
            return false;
        }
    }

    private static Regex? Find(string pattern)
    {
        if (Kept.TryGetValue(pattern, out var known))
            return known;
        var built = Build(pattern);
        if (Kept.Count < MostKept)
            Kept.TryAdd(pattern, built);
        return built;
    }

    private static Regex? Build(string pattern)
    {
        if (pattern.Length > LongestPattern)
            return null;
        try
        {
            const RegexOptions options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline;
            return new(EndMeansEnd(pattern), options, Longest);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary><c>$</c> is the end of the text and not the place before its last line feed.</summary>
    private static string EndMeansEnd(string pattern)
    {
        var result = new StringBuilder(pattern.Length + 8);
        var inClass = false;
        for (var at = 0; at < pattern.Length; at++)
        {
            var one = pattern[at];
            inClass = one == '[' || (inClass && one != ']');
            result.Append(one == '$' && !inClass ? @"\z" : one.ToString());
            if (one == '\\' && at + 1 < pattern.Length)
                result.Append(pattern[++at]);
        }
        return result.ToString();
    }
}
