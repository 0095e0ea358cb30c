using HieImaging.Manifests;

namespace HieImaging.Registry.Registering;

/// <summary>
/// The interval [from, to) that a study's start means, for date searches: the second of a known instant; else the day, by the custodian's
/// zone, or by UTC where none is registered (FHIR R4 search, date: a value without a zone is compared as it stands).
/// </summary>
internal static class StartedInterval
{
    // a date of nonsense that some devices write: an interval from it would leave the calendar
    private static readonly DateTimeOffset LastSecond = DateTimeOffset.MaxValue.AddSeconds(-1);

    public static (DateTimeOffset? From, DateTimeOffset? To) Of(Moment? started, TimeZoneInfo? zone)
    {
        if (started is null)
            return (null, null);
        if (started.Instant(zone) is { } instant)
        {
            var second = new DateTimeOffset(instant.UtcTicks - instant.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
            return second > LastSecond ? (null, null) : (second, second.AddSeconds(1));
        }
        if (started.Date == DateOnly.MaxValue)
            return (null, null);
        return (Midnight(started.Date, zone), Midnight(started.Date.AddDays(1), zone));
    }

    private static DateTimeOffset Midnight(DateOnly date, TimeZoneInfo? zone)
    {
        var local = date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);
        // in the first and last days of the calendar an offset would leave it
        if (zone is null || date.Year is <= 1 or >= 9999)
            return new DateTimeOffset(local, TimeSpan.Zero);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
