using System.Globalization;

namespace HieImaging.Dicom;

/// <summary>A moment as DICOM gives it: a date, perhaps a time, perhaps the offset from UTC (PS3.5 6.2, DA, TM, DT).</summary>
public sealed record DicomDateTime(DateOnly Date, TimeOnly? Time, TimeSpan? Offset)
{
    /// <summary>The moment on the world's clock; null unless time and offset are both known.</summary>
    public DateTimeOffset? Instant => Time is { } time && Offset is { } offset ? At(time, offset) : null;

    /// <summary>A date and a time with an offset written <c>+0100</c>; an offset that does not read is no offset.</summary>
    public static DicomDateTime Of(DateOnly date, TimeOnly? time, string? offset) =>
        new(date, time, TryParseOffset(offset, out var span) ? span : null);

    /// <summary>
    /// Reads <c>YYYYMMDDHHMMSS.FFFFFF&amp;ZZXX</c> with whatever is left out from the right; a year or a month stands for its first day.
    /// </summary>
    public static bool TryParse(string? text, out DicomDateTime moment)
    {
        moment = new DicomDateTime(DateOnly.MinValue, null, null);
        if (text is null)
            return false;
        var sign = text.IndexOfAny(['+', '-'], Math.Min(4, text.Length));
        TimeSpan? offset = null;
        if (sign >= 0)
        {
            if (!TryParseOffset(text[sign..], out var span))
                return false;
            offset = span;
            text = text[..sign];
        }
        var day = text.Length switch { 4 => text + "0101", 6 => text + "01", >= 8 => text[..8], _ => "" };
        if (!TryParseDate(day, out var date))
            return false;
        TimeOnly? time = null;
        if (text.Length > 8)
        {
            if (!TryParseTime(text[8..], out var clock))
                return false;
            time = clock;
        }
        moment = new DicomDateTime(date, time, offset);
        return true;
    }

    internal static bool TryParseDate(string? text, out DateOnly date)
    {
        date = default;
        if (text is null)
            return false;
        var day = text.Length >= 14 && text.All(letter => char.IsAsciiDigit(letter) || letter is '.' or '+' or '-') ? text[..8] : text;
        return DateOnly.TryParseExact(day, ["yyyyMMdd", "yyyy.MM.dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
    }

    internal static bool TryParseTime(string? text, out TimeOnly time)
    {
        time = default;
        if (text is null)
            return false;
        var digits = text.Replace(":", "", StringComparison.Ordinal);
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? digits : digits[..point];
        if (whole.Length is not (2 or 4 or 6) || !whole.All(char.IsAsciiDigit) || (point >= 0 && whole.Length != 6))
            return false;
        var fraction = point < 0 ? "" : digits[(point + 1)..];
        if (fraction.Length > 7 || !fraction.All(char.IsAsciiDigit))
            return false;
        int Part(int at) => at < whole.Length ? int.Parse(whole.AsSpan(at, 2), CultureInfo.InvariantCulture) : 0;
        // A leap second is 60 (PS3.5 6.2); the clock here ends at 59.
        var (hour, minute, second) = (Part(0), Part(2), Part(4) == 60 ? 59 : Part(4));
        if (hour > 23 || minute > 59 || second > 59)
            return false;
        var ticks = fraction.Length == 0 ? 0 : long.Parse(fraction.PadRight(7, '0'), CultureInfo.InvariantCulture);
        time = new TimeOnly(hour, minute, second).Add(TimeSpan.FromTicks(ticks));
        return true;
    }

    private DateTimeOffset? At(TimeOnly time, TimeSpan offset)
    {
        var local = Date.ToDateTime(time);
        return local.Ticks - offset.Ticks is > 0 and < 3155378975999999999 ? new DateTimeOffset(local, offset) : null;
    }

    private static bool TryParseOffset(string? text, out TimeSpan offset)
    {
        offset = default;
        if (text is not { Length: 5 } || text[0] is not ('+' or '-') || text.AsSpan(1).ContainsAnyExceptInRange('0', '9'))
            return false;
        var hours = int.Parse(text.AsSpan(1, 2), CultureInfo.InvariantCulture);
        var minutes = int.Parse(text.AsSpan(3, 2), CultureInfo.InvariantCulture);
        if (hours > 14 || minutes > 59 || (hours == 14 && minutes > 0))
            return false;
        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return true;
    }
}
