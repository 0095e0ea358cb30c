using System.Globalization;
using System.Text.RegularExpressions;

namespace HieImaging.Fhir.Search;

/// <summary>A date to compare with: a prefix and the interval that the date, with what precision it was given, covers (R4, 3.1.1.4.7):
/// <c>ge2024-05</c> is <c>Ge</c> and [2024-05-01, 2024-06-01). A date without a time zone is read as UTC.</summary>
/// <param name="Prefix">How to compare.</param>
/// <param name="From">The first instant covered.</param>
/// <param name="To">The first instant no longer covered.</param>
public sealed partial record DateValue(DatePrefix Prefix, DateTimeOffset From, DateTimeOffset To)
{
    public static SearchReading<DateValue> Parse(string parameter, string value)
    {
        var match = Form().Match(SearchValues.Unescape(value));
        return match.Success && Interval(match) is var (from, to)
            ? new SearchReading<DateValue>.Accepted(new(PrefixOf(match), from, to))
            : SearchValues.Refused<DateValue>(
                parameter,
                "A date is an optional prefix (eq ne gt ge lt le sa eb ap) and yyyy, yyyy-mm, yyyy-mm-dd or a dateTime.");
    }

    private static DatePrefix PrefixOf(Match match) =>
        match.Groups["prefix"] is { Success: true } prefix ? Enum.Parse<DatePrefix>(prefix.Value, ignoreCase: true) : DatePrefix.Eq;

    private static (DateTimeOffset From, DateTimeOffset To)? Interval(Match match)
    {
        int Number(string name, int otherwise) =>
            match.Groups[name] is { Success: true } group ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : otherwise;

        var (year, month, day) = (Number("year", 0), Number("month", 1), Number("day", 1));
        var (hour, minute, second) = (Number("hour", 0), Number("minute", 0), Number("second", 0));
        if (year is < 1 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
            return null;
        if (Offset(match) is not { } offset)
            return null;
        var local = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Unspecified);
        if (local.Ticks < TimeSpan.TicksPerDay)
            return null;
        var fraction = match.Groups["fraction"] is { Success: true } digits ? digits.Value : "";
        var from = new DateTimeOffset(local, offset).AddTicks(Ticks(fraction)).ToUniversalTime();
        return (from, End(match, from, fraction));
    }

    private static DateTimeOffset End(Match match, DateTimeOffset from, string fraction) =>
        fraction.Length > 0 ? from.AddTicks((long)Math.Pow(10, 7 - Math.Min(fraction.Length, 7)))
        : match.Groups["second"].Success ? from.AddSeconds(1)
        : match.Groups["minute"].Success ? from.AddMinutes(1)
        : match.Groups["day"].Success ? from.AddDays(1)
        : match.Groups["month"].Success ? from.AddMonths(1)
        : from.AddYears(1);

    private static long Ticks(string fraction) =>
        fraction.Length == 0 ? 0 : long.Parse(fraction.PadRight(7, '0').AsSpan(0, 7), CultureInfo.InvariantCulture);

    /// <summary>The offset in minutes, at most 14 hours; null where there is no such zone. A plus sign that a form decoded to a space is
    /// taken for a plus.</summary>
    private static TimeSpan? Offset(Match match)
    {
        var zone = match.Groups["zone"];
        if (!zone.Success || zone.Value == "Z")
            return TimeSpan.Zero;
        var (hours, minutes) = (
            int.Parse(zone.ValueSpan[1..3], CultureInfo.InvariantCulture),
            int.Parse(zone.ValueSpan[4..6], CultureInfo.InvariantCulture));
        if (minutes > 59 || hours * 60 + minutes > 14 * 60)
            return null;
        return new TimeSpan(hours, minutes, 0) * (zone.Value[0] == '-' ? -1 : 1);
    }

    [GeneratedRegex("""
        ^(?<prefix>eq|ne|gt|ge|lt|le|sa|eb|ap)?
        (?<year>[0-9]{4})(-(?<month>[0-9]{2})(-(?<day>[0-9]{2})
        (T(?<hour>[0-9]{2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2})(\.(?<fraction>[0-9]{1,12}))?)?(?<zone>Z|[+\x20-][0-9]{2}:[0-9]{2})?)?)?)?$
        """,
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Form();
}
