using System.Globalization;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;

namespace HieImaging.Registry.Querying;

/// <summary>One value of a query held against the values of an attribute (PS3.4 C.2.2.2). Pure.</summary>
internal abstract record ValueMatch
{
    private static readonly char[] Separators = [',', '\\'];

    private ValueMatch() { }

    /// <summary>An empty value: everything matches, what has no value too (C.2.2.2.3).</summary>
    internal sealed record Universal : ValueMatch;

    /// <summary>One of the literals, or of the patterns with <c>*</c> and <c>?</c> (C.2.2.2.1, .2, .4).</summary>
    internal sealed record Patterns(IReadOnlyList<string> Values, bool IsName) : ValueMatch
    {
        /// <summary>The values where none is a pattern; null where one is.</summary>
        public IReadOnlyList<string>? Literals => Values.Any(value => value.AsSpan().ContainsAny('*', '?')) ? null : Values;
    }

    /// <summary>From, to, both inclusive, as the attribute is written in full; null: open (C.2.2.2.5).</summary>
    internal sealed record Range(string? From, string? To, bool IsTime) : ValueMatch;

    internal sealed record Number(int Value) : ValueMatch;

    /// <summary>False where the text cannot be a value of that attribute.</summary>
    public static bool TryRead(DicomTag tag, string text, out ValueMatch match)
    {
        text = text.Trim();
        var read = text.Length == 0 ? new Universal() : DicomDictionary.VROf(tag).Code switch
        {
            "UI" => Uids(text.Split(Separators, StringSplitOptions.TrimEntries)),
            "DA" => Dates(text),
            "TM" => Times(text),
            "IS" or "US" => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? new Number(number)
                : null,
            "CS" => new Patterns(text.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), false),
            "PN" => new Patterns([text], true),
            "SQ" => null,
            _ => (ValueMatch)new Patterns([text], false),
        };
        match = read ?? new Universal();
        return read is not null;
    }

    public bool Holds(IReadOnlyList<string> values) => this switch
    {
        Universal => true,
        Patterns patterns => values.Any(value => Spellings(value, patterns.IsName)
            .Any(spelled => patterns.Values.Any(pattern => Like(Plain(pattern, patterns.IsName), spelled, patterns.IsName)))),
        Range range => values.Any(value => Within(range, range.IsTime ? Padded(value, false) : value)),
        Number number => values.Any(value =>
            int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var held) && held == number.Value),
        _ => throw new InvalidOperationException("The set of matches is closed."),
    };

    private static Patterns? Uids(string[] values)
    {
        var uids = new List<string>();
        foreach (var value in values)
        {
            if (!SopInstanceUid.TryParse(value, out var uid))
                return null;
            uids.Add(uid.Text);
        }
        return new Patterns(uids, false);
    }

    private static Range? Dates(string text)
    {
        var (from, to) = Ends(text);
        return (from is null || IsDate(from)) && (to is null || IsDate(to)) && (from ?? to) is not null ? new Range(from, to, false) : null;
    }

    private static Range? Times(string text)
    {
        var (from, to) = Ends(text);
        var (first, last) = (from is null ? null : Padded(from, false), to is null ? null : Padded(to, true));
        return (from is null || first is not null) && (to is null || last is not null) && (from ?? to) is not null
            ? new Range(first, last, true)
            : null;
    }

    private static (string? From, string? To) Ends(string text) => text.Split('-') switch
    {
        [var one] => (one, one),
        [var from, var to] => (from.Length == 0 ? null : from, to.Length == 0 ? null : to),
        _ => ("", ""),
    };

    private static bool IsDate(string text) =>
        DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    // HH, HHMM, HHMMSS or HHMMSS.F to six digits, filled up with its first or its last instant; null for anything else.
    private static string? Padded(string text, bool last)
    {
        var (whole, fraction) = text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot
            ? (text[..dot], text[(dot + 1)..])
            : (text, "");
        if (whole.Length is not (2 or 4 or 6) || fraction.Length > 6 || (fraction.Length > 0 && whole.Length < 6)
            || !(whole + fraction).All(char.IsAsciiDigit))
            return null;
        var filled = whole + (last ? "235959" : "000000")[whole.Length..];
        return filled + "." + fraction.PadRight(6, last ? '9' : '0');
    }

    private static bool Within(Range range, string? value) => value is not null
        && (range.From is null || string.CompareOrdinal(value, range.From) >= 0)
        && (range.To is null || string.CompareOrdinal(value, range.To) <= 0);

    // A name is asked for in any of its groups (PS3.5 6.2.1); what it leaves empty at its end says nothing.
    private static IEnumerable<string> Spellings(string value, bool isName) =>
        isName ? value.Split('=').Append(value).Select(group => Plain(group, true)).Distinct(StringComparer.Ordinal) : [value];

    private static string Plain(string text, bool isName) => isName ? text.TrimEnd('^', ' ') : text;

    private static bool Like(string pattern, string text, bool ignoreCase)
    {
        int at = 0, inText = 0, star = -1, resume = 0;
        while (inText < text.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
                (star, resume, at) = (at, inText, at + 1);
            else if (at < pattern.Length && (pattern[at] == '?' || Same(pattern[at], text[inText], ignoreCase)))
                (at, inText) = (at + 1, inText + 1);
            else if (star >= 0)
                (at, inText) = (star + 1, ++resume);
            else
                return false;
        }
        return pattern.AsSpan(at).TrimStart('*').IsEmpty;
    }

    private static bool Same(char left, char right, bool ignoreCase) =>
        left == right || (ignoreCase && char.ToUpperInvariant(left) == char.ToUpperInvariant(right));
}
