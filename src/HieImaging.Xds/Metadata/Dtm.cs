using System.Globalization;

namespace HieImaging.Xds.Metadata;

/// <summary>Times of XDS: <c>YYYY[MM[DD[hh[mm[ss]]]]]</c>, always UTC (TF-3 table 4.2.3.1.7-2).</summary>
public static class Dtm
{
    private const string Longest = "yyyyMMddHHmmss";

    /// <summary>Whether the text is such a time, and one of the calendar.</summary>
    public static bool IsValid(string text) => TryParse(text, out _);

    /// <summary>The first instant of what the text names.</summary>
    public static bool TryParse(string? text, out DateTimeOffset start)
    {
        start = default;
        if (text is not { Length: 4 or 6 or 8 or 10 or 12 or 14 } || !text.All(char.IsAsciiDigit))
            return false;
        var whole = text + "00000101000000"[text.Length..];
        return DateTimeOffset.TryParseExact(whole, Longest, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out start);
    }

    /// <summary>To the second.</summary>
    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString(Longest, CultureInfo.InvariantCulture);

    /// <summary>Whether one time is certainly after another: compared as far as both are given.</summary>
    internal static bool IsAfter(string one, string other)
    {
        var shared = Math.Min(one.Length, other.Length);
        return string.CompareOrdinal(one, 0, other, 0, shared) > 0;
    }
}
