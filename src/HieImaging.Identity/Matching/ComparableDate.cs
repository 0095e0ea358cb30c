using System.Globalization;

namespace HieImaging.Identity.Matching;

/// <summary>A birth date in parts, each 0 where it is not known. A first of January tells the year only: it is what desks enter for a date that
/// nobody knows.</summary>
internal readonly record struct ComparableDate(int Year, int Month, int Day)
{
    public static readonly ComparableDate Missing;

    public bool IsMissing => Year == 0;

    public bool IsWhole => Day != 0;

    /// <summary>Nearer than two children of one mother are born, who are no twins; of whole dates.</summary>
    public bool IsTooNearForASibling(ComparableDate other) =>
        Year == other.Year && Math.Abs(((Month - other.Month) * 31) + Day - other.Day) < 9 * 31;

    public static ComparableDate Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Missing;
        var parts = text.Trim().Split('T', ' ')[0].Split('-', '/', '.');
        return parts switch
        {
            [{ Length: 8 or 12 or 14 } whole] => Of(whole[..4], whole[4..6], whole[6..8]),
            [{ Length: 6 } month] => Of(month[..4], month[4..], ""),
            [{ Length: 4 } year] => Of(year, "", ""),
            [{ Length: 4 } year, var month] => Of(year, month, ""),
            [{ Length: 4 } year, var month, var day] => Of(year, month, day),
            [var first, var second, { Length: 4 } year] => Number(first) > 12 ? Of(year, second, first) : Of(year, first, second),
            _ => Missing,
        };
    }

    private static ComparableDate Of(string yearText, string monthText, string dayText)
    {
        var (year, month, day) = (Number(yearText), Number(monthText), Number(dayText));
        // 1900 is what desks enter for a year that nobody knows, 1899-12-30 and 1858-11-17 what clocks say that count from there.
        if (year is < 1850 or > 2150 || (year, month, day) is (1900, 1, 1) or (1900, 0, _) or (1899, 12, 30) or (1858, 11, 17))
            return Missing;
        return (month, day) is (1, 1) or (0, _) ? new ComparableDate(year, 0, 0) : new ComparableDate(year, month, day);
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
