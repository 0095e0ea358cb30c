using System.Globalization;

namespace HieImaging.Fhir.FhirPath;

/// <summary>A time of day with the precision that it was written in.</summary>
/// <param name="Ticks">Since midnight; a leap second is the next minute's first.</param>
/// <param name="Precision">How many of hour, minute, second are given.</param>
internal sealed record PathTime(long Ticks, int Precision)
{
    /// <summary>What R4's time and FHIRPath's literals (without @T) look like; null for anything else.</summary>
    internal static PathTime? Read(string? text)
    {
        if (text is null || text.Length is not (2 or 5 or 8 or (> 9 and <= 24)))
            return null;
        var minute = 0;
        var second = 0;
        long fraction = 0;
        if (!Digits(text, 0, out var hour) || hour > 23
            || (text.Length > 2 && (text[2] != ':' || !Digits(text, 3, out minute) || minute > 59))
            || (text.Length > 5 && (text[5] != ':' || !Digits(text, 6, out second) || second > 60))
            || (text.Length > 8 && !Fraction(text.AsSpan(8), out fraction)))
            return null;
        var ticks = (((hour * 60L) + minute) * 60 + second) * TimeSpan.TicksPerSecond;
        return new(ticks + fraction, text.Length == 2 ? 1 : text.Length == 5 ? 2 : 3);
    }

    /// <summary>Less than, equal to or greater than zero; null where one is not precise enough to tell.</summary>
    internal int? Compare(PathTime other)
    {
        var unit = Math.Min(Precision, other.Precision) switch
        {
            1 => TimeSpan.TicksPerHour,
            2 => TimeSpan.TicksPerMinute,
            _ => 1,
        };
        var order = (Ticks / unit).CompareTo(other.Ticks / unit);
        return order != 0 || Precision == other.Precision ? order : null;
    }

    /// <summary>The time so many units later, round the clock; null where the unit is none of time.</summary>
    internal PathTime? Add(PathQuantity quantity, int sign)
    {
        if (PathUnit.Calendar(quantity.Unit) is not { Unit: CalendarUnit.Second } step || Math.Abs(quantity.Value) > 1_000_000_000m)
            return null;
        var unit = Precision switch
        {
            1 => 3600,
            2 => 60,
            _ => 1,
        };
        var seconds = quantity.Value * step.Count;
        seconds = Precision == 3 ? seconds : decimal.Truncate(seconds / unit) * unit;
        var ticks = (Ticks + (long)(seconds * sign * TimeSpan.TicksPerSecond)) % TimeSpan.TicksPerDay;
        return this with { Ticks = ticks < 0 ? ticks + TimeSpan.TicksPerDay : ticks };
    }

    public override string ToString() => new DateTime(Ticks).ToString(
        Precision == 1 ? "HH" : Precision == 2 ? "HH:mm" : Ticks % TimeSpan.TicksPerSecond == 0 ? "HH:mm:ss" : "HH:mm:ss.fff",
        CultureInfo.InvariantCulture);

    private static bool Digits(string text, int start, out int number) =>
        int.TryParse(text.AsSpan(start, 2), NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool Fraction(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text[0] != '.' || text[1..].ContainsAnyExceptInRange('0', '9'))
            return false;
        ticks = (long)(decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * TimeSpan.TicksPerSecond);
        return true;
    }
}
