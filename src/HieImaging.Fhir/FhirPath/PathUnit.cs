using System.Collections.Frozen;

namespace HieImaging.Fhir.FhirPath;

/// <summary>The units that can be compared with each other: those of time, and gram, metre, litre, mole with their prefixes. Any other unit
/// compares with itself alone.</summary>
internal static class PathUnit
{
    private static readonly FrozenDictionary<string, (string Base, decimal Factor)> Units =
        Table().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The unit that it is counted in, and how many of those it is.</summary>
    internal static (string Base, decimal Factor) Canonical(string unit) => Units.TryGetValue(unit, out var known) ? known : (unit, 1);

    /// <summary>What a time's unit counts on in a calendar, and how many of those it is; null for a unit that is none of time.</summary>
    internal static (CalendarUnit Unit, decimal Count)? Calendar(string unit) => Canonical(unit) switch
    {
        ("month" or "mo", 12) => (CalendarUnit.Year, 1),
        ("month" or "mo", _) => (CalendarUnit.Month, 1),
        ("s", >= 86400 and var seconds) => (CalendarUnit.Day, seconds / 86400),
        ("s", var seconds) => (CalendarUnit.Second, seconds),
        _ => null,
    };

    private static Dictionary<string, (string Base, decimal Factor)> Table()
    {
        var units = new Dictionary<string, (string Base, decimal Factor)>(StringComparer.Ordinal)
        {
            ["a"] = ("mo", 12), ["mo"] = ("mo", 1), ["wk"] = ("s", 604800), ["d"] = ("s", 86400), ["h"] = ("s", 3600),
            ["min"] = ("s", 60), ["s"] = ("s", 1), ["ms"] = ("s", 0.001m), ["us"] = ("s", 0.000001m),
        };
        foreach (var (word, name, factor) in new[]
        {
            ("year", "month", 12m), ("month", "month", 1m), ("week", "s", 604800m), ("day", "s", 86400m), ("hour", "s", 3600m),
            ("minute", "s", 60m), ("second", "s", 1m), ("millisecond", "s", 0.001m),
        })
        {
            units[word] = (name, factor);
            units[word + "s"] = (name, factor);
        }
        foreach (var (unit, name) in new[] { ("g", "g"), ("m", "m"), ("L", "L"), ("l", "L"), ("mol", "mol") })
        {
            foreach (var (prefix, factor) in new[]
            {
                ("", 1m), ("k", 1000m), ("d", 0.1m), ("c", 0.01m), ("m", 0.001m), ("u", 0.000001m), ("n", 0.000000001m),
            })
                units[prefix + unit] = (name, factor);
        }
        return units;
    }
}
