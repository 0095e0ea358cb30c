using System.Globalization;

namespace HieImaging.Fhir.FhirPath;

/// <summary>A Date or a DateTime with the precision that it was written in. Two that agree as far as the coarser one goes are neither
/// equal nor
/// unequal (FHIRPath N1, 6.1.1, 6.2).</summary>
internal sealed class PathDate
{
    private readonly DateTime _moment;
    private readonly int? _offset;

    private PathDate(DateTime moment, int precision, int? offset, bool isDateTime)
    {
        _moment = moment;
        Precision = precision;
        _offset = offset;
        IsDateTime = isDateTime;
    }

    /// <summary>How many of year, month, day, hour, minute, second are given.</summary>
    internal int Precision { get; }

    internal bool IsDateTime { get; }

    /// <summary>The date without the time.</summary>
    internal PathDate Date => new(_moment, Math.Min(Precision, 3), null, isDateTime: false);

    internal static PathDate Of(DateTimeOffset moment) => new(moment.UtcDateTime, 6, 0, isDateTime: true);

    internal PathDate ToDateTime() => new(_moment, Precision, _offset, isDateTime: true);

    /// <summary>What R4's date, dateTime and instant and FHIRPath's literals (without the @) look like; null for anything else.</summary>
    internal static PathDate? Read(string? text)
    {
        if (text is null or { Length: < 4 or > 40 })
            return null;
        var clock = text.IndexOf('T', StringComparison.Ordinal);
        var day = clock < 0 ? text.AsSpan() : text.AsSpan(0, clock);
        if (day.Length is not (4 or 7 or 10) || !Digits(day, 0, 4, out var year) || year < 1)
            return null;
        var month = 1;
        var date = 1;
        if (day.Length >= 7 && (day[4] != '-' || !Digits(day, 5, 2, out month) || month is < 1 or > 12))
            return null;
        if (day.Length == 10 && (day[7] != '-' || !Digits(day, 8, 2, out date) || date < 1 || date > DateTime.DaysInMonth(year, month)))
            return null;
        var precision = day.Length == 4 ? 1 : day.Length == 7 ? 2 : 3;
        var moment = new DateTime(year, month, date);
        if (clock < 0 || clock == text.Length - 1)
            return new(moment, precision, null, clock >= 0);
        var zone = text.AsSpan(clock + 1).IndexOfAny('Z', '+', '-');
        var rest = zone < 0 ? default : text.AsSpan(clock + 1 + zone);
        if (precision < 3
            || PathTime.Read(text[(clock + 1)..(zone < 0 ? ^0 : clock + 1 + zone)]) is not { } time
            || !Zone(rest, out var offset)
            || time.Ticks > DateTime.MaxValue.Ticks - moment.Ticks)
            return null;
        return new(moment.AddTicks(time.Ticks), 3 + time.Precision, offset, isDateTime: true);
    }

    /// <summary>Less than, equal to or greater than zero; null where one is not precise enough to tell.</summary>
    internal int? Compare(PathDate other)
    {
        var one = Utc();
        var two = other.Utc();
        var common = Math.Min(Precision, other.Precision);
        var order = Floor(one, common).CompareTo(Floor(two, common));
        return order != 0 || Precision == other.Precision ? order : null;
    }

    /// <summary>The date so many units later; null where the unit is none of time or the calendar ends.</summary>
    internal PathDate? Add(PathQuantity quantity, int sign)
    {
        if (PathUnit.Calendar(quantity.Unit) is not { } unit || Math.Abs(quantity.Value) > 1_000_000_000_000m)
            return null;
        try
        {
            return new(Add(quantity.Value * sign * unit.Count, unit.Unit), Precision, _offset, IsDateTime);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    public override string ToString()
    {
        var text = _moment.ToString(Precision switch
        {
            1 => "yyyy",
            2 => "yyyy-MM",
            3 => "yyyy-MM-dd",
            4 => "yyyy-MM-ddTHH",
            5 => "yyyy-MM-ddTHH:mm",
            _ => "yyyy-MM-ddTHH:mm:ss.FFFFFFF",
        }, CultureInfo.InvariantCulture);
        if (Precision == 6 && _moment.Ticks % TimeSpan.TicksPerSecond is > 0 and var ticks && ticks % TimeSpan.TicksPerMillisecond == 0)
            text = _moment.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture);
        return _offset switch
        {
            null => text,
            0 => text + "Z",
            { } minutes => string.Create(
                CultureInfo.InvariantCulture,
                $"{text}{(minutes < 0 ? '-' : '+')}{Math.Abs(minutes) / 60:00}:{Math.Abs(minutes) % 60:00}"),
        };
    }

    /// <summary>The same for dates that are equal.</summary>
    public override int GetHashCode() => HashCode.Combine(Floor(Utc(), Precision), Precision);

    private DateTime Add(decimal count, CalendarUnit unit) => (unit, Precision) switch
    {
        (CalendarUnit.Year, _) => _moment.AddYears(Whole(count)),
        (CalendarUnit.Month, 1) => _moment.AddYears(Whole(count / 12)),
        (CalendarUnit.Month, _) => _moment.AddMonths(Whole(count)),
        (CalendarUnit.Day, 1) => _moment.AddYears(Whole(count / 365)),
        (CalendarUnit.Day, 2) => _moment.AddMonths(Whole(count / 30)),
        (CalendarUnit.Day, _) => _moment.AddDays(Whole(count)),
        (CalendarUnit.Second, 6) => _moment.AddTicks((long)(count * TimeSpan.TicksPerSecond)),
        (CalendarUnit.Second, 5) => _moment.AddMinutes(Whole(count / 60)),
        (CalendarUnit.Second, 4) => _moment.AddHours(Whole(count / 3600)),
        _ => Add(decimal.Truncate(count / 86400), CalendarUnit.Day),
    };

    private static int Whole(decimal count) =>
        Math.Abs(count) < int.MaxValue ? (int)decimal.Truncate(count) : throw new ArgumentOutOfRangeException(nameof(count));

    /// <summary>A time without a zone is taken as UTC.</summary>
    private DateTime Utc()
    {
        if (_offset is not { } minutes || minutes == 0)
            return _moment;
        var ticks = _moment.Ticks - (minutes * TimeSpan.TicksPerMinute);
        return new(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks));
    }

    private static DateTime Floor(DateTime moment, int precision) => precision switch
    {
        1 => new(moment.Year, 1, 1),
        2 => new(moment.Year, moment.Month, 1),
        3 => moment.Date,
        4 => new(moment.Ticks - (moment.Ticks % TimeSpan.TicksPerHour)),
        5 => new(moment.Ticks - (moment.Ticks % TimeSpan.TicksPerMinute)),
        _ => moment,
    };

    private static bool Zone(ReadOnlySpan<char> text, out int? minutes)
    {
        minutes = null;
        if (text.IsEmpty)
            return true;
        if (text is "Z")
        {
            minutes = 0;
            return true;
        }
        if (text.Length != 6 || text[3] != ':' || !Digits(text, 1, 2, out var hour) || !Digits(text, 4, 2, out var minute))
            return false;
        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        return hour <= 14 && minute <= 59;
    }

    private static bool Digits(ReadOnlySpan<char> text, int start, int count, out int number) =>
        int.TryParse(text.Slice(start, count), NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
