namespace HieImaging.Identity.Matching;

/// <summary>
/// How alike two birth dates are. A slip is allowed in day and month only, for one digit of the year bridges thirty years (lesson b); but of a date
/// that cannot be it is known that somebody slipped.
/// </summary>
internal static class BirthDateComparison
{
    public const byte Equal = 0, Slip = 1, PartEqual = 2, YearAndOne = 3, YearOnly = 4, DayAndMonth = 5, Different = 6;

    public static IReadOnlyList<string> Words { get; } =
        ["equal", "a slip in day or month", "equal as far as known", "year and one more part", "year only", "day and month only", "different"];

    public static byte Of(ComparableDate a, ComparableDate b)
    {
        if (a.IsMissing || b.IsMissing)
            return Levels.Missing;
        if (!a.IsWhole || !b.IsWhole)
            return a.Year != b.Year || a.Month != 0 && b.Month != 0 && a.Month != b.Month ? Different : PartEqual;
        if (a == b)
            return Equal;
        if (a.Year == b.Year && (a.Month == b.Day && a.Day == b.Month || Digits(a, b) == 1 || Exchanged(a, b)) || Impossible(a) != Impossible(b) && Neighbours(a, b))
            return Slip;
        return a.Year == b.Year ? a.Month == b.Month || a.Day == b.Day ? YearAndOne : YearOnly
            : a.Month == b.Month && a.Day == b.Day ? DayAndMonth : Different;
    }

    private static bool Impossible(ComparableDate date) =>
        date.Month > 12 || date.Day > 31 || date.Day > DateTime.DaysInMonth(Math.Clamp(date.Year, 1, 9999), Math.Max(1, date.Month));

    private static int Digits(ComparableDate a, ComparableDate b) =>
        (a.Month / 10 != b.Month / 10 ? 1 : 0) + (a.Month % 10 != b.Month % 10 ? 1 : 0)
        + (a.Day / 10 != b.Day / 10 ? 1 : 0) + (a.Day % 10 != b.Day % 10 ? 1 : 0);

    // 12 for 21, in one of the two.
    private static bool Exchanged(ComparableDate a, ComparableDate b) =>
        a.Month == b.Month && a.Day == b.Day % 10 * 10 + b.Day / 10 || a.Day == b.Day && a.Month == b.Month % 10 * 10 + b.Month / 10;

    // 1955-03-09 written as 1950-53-09: two neighbouring digits of the eight.
    private static bool Neighbours(ComparableDate a, ComparableDate b)
    {
        var (one, other) = (a.Year * 10_000 + a.Month * 100 + a.Day, b.Year * 10_000 + b.Month * 100 + b.Day);
        for (var place = 1; place <= 1_000_000; place *= 10)
        {
            var (low, high) = (one / place % 10, one / place / 10 % 10);
            if (low != high && one + (low - high) * 9 * place == other)
                return true;
        }
        return false;
    }
}
