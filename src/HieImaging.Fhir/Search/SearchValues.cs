using System.Text;
using HieImaging.Fhir.Outcomes;

namespace HieImaging.Fhir.Search;

/// <summary>Escapes in search values: <c>\,</c> <c>\|</c> <c>\$</c> <c>\\</c> (R4, 3.1.1.3.4).</summary>
internal static class SearchValues
{
    private const string Escapable = ",|$\\";

    /// <summary>Splits at every separator that is not escaped and leaves the escapes in the parts.</summary>
    internal static List<string> SplitRaw(string value, char separator)
    {
        var parts = new List<string>();
        var start = 0;
        for (var at = 0; at < value.Length; at++)
        {
            if (value[at] == '\\')
            {
                at++;
            }
            else if (value[at] == separator)
            {
                parts.Add(value[start..at]);
                start = at + 1;
            }
        }
        parts.Add(value[start..]);
        return parts;
    }

    /// <summary>Splits at every separator that is not escaped; the parts are unescaped.</summary>
    internal static List<string> Split(string value, char separator) => SplitRaw(value, separator).ConvertAll(Unescape);

    internal static string Unescape(string value)
    {
        if (!value.Contains('\\', StringComparison.Ordinal))
            return value;
        var text = new StringBuilder(value.Length);
        for (var at = 0; at < value.Length; at++)
        {
            if (value[at] == '\\' && at + 1 < value.Length && Escapable.Contains(value[at + 1]))
                at++;
            text.Append(value[at]);
        }
        return text.ToString();
    }

    internal static SearchReading<T>.Refused Refused<T>(string parameter, string diagnostics) =>
        new(FhirIssue.Error(IssueCode.Value, diagnostics, parameter));
}
