using System.Globalization;

namespace HieImaging.Manifests;

/// <summary>
/// A date, perhaps a time of day, perhaps the offset from UTC, exactly as much as the source said. A time without an offset is nobody's
/// instant.
/// </summary>
/// <param name="OffsetMinutes">Timezone Offset From UTC (0008,0201) in minutes; null where the object has none.</param>
public sealed record Moment(DateOnly Date, TimeOnly? Time, int? OffsetMinutes) : IComparable<Moment>
{
    /// <summary>
    /// The instant, by the moment's own offset, else by the zone of who wrote it; null when neither is known or no time was given.
    /// </summary>
    public DateTimeOffset? Instant(TimeZoneInfo? zone)
    {
        if (Time is not { } time)
            return null;
        var local = Date.ToDateTime(time, DateTimeKind.Unspecified);
        if (OffsetMinutes is { } minutes)
            return InRange(local, TimeSpan.FromMinutes(minutes));
        return zone is null || zone.IsInvalidTime(local) ? null : InRange(local, zone.GetUtcOffset(local));
    }

    /// <summary>FHIR dateTime: with offset where it is known, else the date alone. Never the server's own zone.</summary>
    public string ToFhir(TimeZoneInfo? zone) => Instant(zone) is { } instant
        ? instant.ToString(
            instant.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-ddTHH:mm:sszzz" : "yyyy-MM-ddTHH:mm:ss.fffzzz",
            CultureInfo.InvariantCulture)
        : Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>DTM in UTC (TF-3 4.2.3.2); the date alone where no instant is known.</summary>
    public string ToDtm(TimeZoneInfo? zone) => Instant(zone) is { } instant
        ? instant.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)
        : Date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>By date, time (none is midnight), then offset: a total order that needs no zone.</summary>
    public int CompareTo(Moment? other)
    {
        if (other is null)
            return 1;
        var byDate = Date.CompareTo(other.Date);
        var byTime = byDate != 0 ? byDate : (Time ?? TimeOnly.MinValue).CompareTo(other.Time ?? TimeOnly.MinValue);
        return byTime != 0 ? byTime : (OffsetMinutes ?? int.MinValue).CompareTo(other.OffsetMinutes ?? int.MinValue);
    }

    public static bool operator <(Moment left, Moment right) => left.CompareTo(right) < 0;

    public static bool operator >(Moment left, Moment right) => left.CompareTo(right) > 0;

    public static bool operator <=(Moment left, Moment right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Moment left, Moment right) => left.CompareTo(right) >= 0;

    private static DateTimeOffset? InRange(DateTime local, TimeSpan offset) =>
        local - DateTime.MinValue < offset || DateTime.MaxValue - local < -offset ? null : new DateTimeOffset(local, offset);
}
