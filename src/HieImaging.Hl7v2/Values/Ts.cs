using System.Globalization;
using HieImaging.Hl7v2.Messages;

namespace HieImaging.Hl7v2.Values;

/// <summary>TS, a point in time as precisely as it was said (HL7 v2.5 2.A.77):
/// <c>YYYY[MM[DD[HH[MM[SS[.S[S[S[S]]]]]]]]][+/-ZZZZ]</c>.</summary>
/// <param name="Local">Its beginning, as the clock on the wall showed it.</param>
/// <param name="Digits">How many digits were said before the fraction: 4 a year, 8 a day, 14 a second.</param>
/// <param name="Offset">Null where none is said.</param>
public sealed record Ts(DateTime Local, int Digits, TimeSpan? Offset)
{
    private static readonly string[] Formats =
        ["yyyy", "yyyyMM", "yyyyMMdd", "yyyyMMddHH", "yyyyMMddHHmm", "yyyyMMddHHmmss",
         "yyyyMMddHHmmss.f", "yyyyMMddHHmmss.ff", "yyyyMMddHHmmss.fff", "yyyyMMddHHmmss.ffff"];

    /// <summary>As a FHIR date: <c>1984</c>, <c>1984-01</c>, <c>1984-01-25</c>.</summary>
    public string Date => Local.ToString(Digits switch { 4 => "yyyy", 6 => "yyyy-MM", _ => "yyyy-MM-dd" }, CultureInfo.InvariantCulture);

    /// <summary>A TS of now, with its offset.</summary>
    public static string Write(DateTimeOffset time) =>
        time.ToString("yyyyMMddHHmmss.fff", CultureInfo.InvariantCulture)
        + time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);

    /// <summary>Null where it is none; the rest of a day that is all noughts is no time (<c>19840125000000</c> is read whole).</summary>
    public static Ts? Parse(string? text)
    {
        if (text is null)
            return null;
        text = text.Trim();
        TimeSpan? offset = null;
        if (text.AsSpan().IndexOfAny('+', '-') is > 0 and var sign)
        {
            if (OffsetOf(text.AsSpan(sign)) is not { } said)
                return null;
            (offset, text) = (said, text[..sign]);
        }
        return DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? new Ts(local, text.Split('.')[0].Length, offset)
            : null;
    }

    public static Ts? Of(Hl7Field field) => Parse(field.Text);

    /// <summary>The moment; where no offset is said, in that zone. The later one where a clock was put back: said in the hour's first run it
    /// is ahead of the time and counts as said when it comes, said in the second it is right.</summary>
    public DateTimeOffset At(TimeZoneInfo zone) => Offset is { } said
        ? Bounded(Local.Ticks - said.Ticks)
        : Bounded(Local.Ticks - zone.GetUtcOffset(DateTime.SpecifyKind(Local, DateTimeKind.Unspecified)).Ticks);

    private static DateTimeOffset Bounded(long ticks) => new(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    private static TimeSpan? OffsetOf(ReadOnlySpan<char> text) =>
        text.Length == 5 && int.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number / 100 <= 14 && number % 100 < 60
            ? new TimeSpan(number / 100, number % 100, 0) * (text[0] == '-' ? -1 : 1)
            : null;
}
