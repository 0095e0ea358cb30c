using HieImaging.Hl7v2.Messages;
using HieImaging.Hl7v2.Values;

namespace HieImaging.Identity.Receiving;

/// <summary>
/// When what a message says was so at its source: EVN-2 where it tells the time of day, else MSH-7 where that does, else the day of EVN-2
/// (HL7 v2.5 3.4.1.2). Pure.
/// </summary>
internal static class SaidAt
{
    private const int ToTheMinute = 12;

    /// <param name="zone">Of the sender, for times without an offset.</param>
    public static DateTimeOffset? Of(Hl7Message message, TimeZoneInfo zone)
    {
        var (recorded, sent) = (message.First("EVN") is { } evn ? Ts.Of(evn[2]) : null, Ts.Of(message.Header[7]));
        var said = recorded is { Digits: >= ToTheMinute } ? recorded : sent is { Digits: >= ToTheMinute } ? sent : recorded ?? sent;
        return said?.At(zone);
    }
}
