namespace HieImaging.Identity.Matching;

/// <summary>How alike two birth dates are. A slip is allowed in day and month only: one digit of the year bridges thirty years (lesson b).</summary>
internal static class BirthDateComparison
{
    public const byte Equal = 0, Slip = 1, PartEqual = 2, TwoParts = 3, YearOnly = 4, Different = 5;

    public static IReadOnlyList<string> Words { get; } = ["equal", "a slip in day or month", "equal as far as known", "two of three parts", "year only", "different"];

    public static byte Of(ComparableDate a, ComparableDate b)
    {
        if (a.IsMissing || b.IsMissing)
            return Levels.Missing;
        if (!a.IsWhole || !b.IsWhole)
            return a.Year != b.Year || a.Month != 0 && b.Month != 0 && a.Month != b.Month ? Different : PartEqual;
        if (a == b)
            return Equal;
        if (a.Year == b.Year && (a.Month == b.Day && a.Day == b.Month || Digits(a, b) == 1 || Transposed(a, b)))
            return Slip;
        var parts = (a.Year == b.Year ? 1 : 0) + (a.Month == b.Month ? 1 : 0) + (a.Day == b.Day ? 1 : 0);
        return parts == 2 ? TwoParts : a.Year == b.Year ? YearOnly : Different;
    }

    private static int Digits(ComparableDate a, ComparableDate b) =>
        (a.Month / 10 != b.Month / 10 ? 1 : 0) + (a.Month % 10 != b.Month % 10 ? 1 : 0)
        + (a.Day / 10 != b.Day / 10 ? 1 : 0) + (a.Day % 10 != b.Day % 10 ? 1 : 0);

    // 12 for 21, in one of the two.
    private static bool Transposed(ComparableDate a, ComparableDate b) =>
        a.Month == b.Month && a.Day == b.Day % 10 * 10 + b.Day / 10 || a.Day == b.Day && a.Month == b.Month % 10 * 10 + b.Month / 10;
}
